// Layout: an archive, as Saver is, that writes down the types of saved state and no values. A test
// compares the layout of the program's saved state with the layout kept in the repository. Saved
// state whose layout has changed must get a new version. An empty list or optional hides the
// structs inside it from the layout. A value; one thread.
#pragma once

#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "base/state.h"

namespace auweave::base {

class Layout {
 public:
  static constexpr bool kLoads = false;

  template <typename... Parts>
  void operator()(const Parts&... parts) {
    std::string types;
    ((types += (types.empty() ? "" : ", ") + name_of<Parts>()), ...);
    std::vector<std::string>& calls = structs_[within_.empty() ? "" : within_.back()];
    // A state() that archives in a loop would repeat an equal list of types; the list is kept once.
    if (std::find(calls.begin(), calls.end(), types) == calls.end()) calls.push_back(types);
    (visit(parts), ...);
  }

  // Returns "STRUCT: TYPE, TYPE; TYPE" for each struct, sorted by the struct's name. Parts archived
  // outside of any struct have a line with an empty name.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (const auto& [name, calls] : structs_) {
      std::string line = name + ":";
      for (const std::string& call : calls) line += (line.back() == ':' ? " " : "; ") + call;
      lines.push_back(std::move(line));
    }
    return lines;
  }

 private:
  template <typename T>
  static constexpr bool kHasState = requires(T& value, Layout& layout) {
    value.state(layout);
  };

  template <typename T>
  static std::string name_of() {
    if constexpr (std::is_same_v<T, bool>) {
      return "flag";
    } else if constexpr (Scalar<T>) {
      const char* kind = std::is_enum_v<T> ? "enum" : std::is_signed_v<T> ? "signed" : "unsigned";
      return kind + std::to_string(8 * sizeof(T));
    } else if constexpr (std::is_same_v<T, std::string>) {
      return "text";
    } else if constexpr (requires { std::tuple_size<T>::value; }) {
      return "(" + names_in(static_cast<T*>(nullptr)) + ")";
    } else if constexpr (requires { typename T::mapped_type; }) {
      return "map<" + name_of<typename T::key_type>() + " " + name_of<typename T::mapped_type>() +
             ">";
    } else if constexpr (kHasState<T>) {
      return struct_name<T>();
    } else if constexpr (requires(const T& list) { list.size(); }) {
      return "list<" + name_of<std::remove_cv_t<typename T::value_type>>() + ">";
    } else {
      return "optional<" + name_of<typename T::value_type>() + ">";
    }
  }
  template <typename A, typename B>
  static std::string names_in(std::pair<A, B>* /*type*/) {
    return name_of<std::remove_cv_t<A>>() + " " + name_of<B>();
  }
  template <typename... T>
  static std::string names_in(std::tuple<T...>* /*type*/) {
    std::string names;
    ((names += (names.empty() ? "" : " ") + name_of<T>()), ...);
    return names;
  }
  template <typename T, std::size_t N>
  static std::string names_in(std::array<T, N>* /*type*/) {
    return name_of<T>() + " x " + std::to_string(N);
  }

  // Returns the struct's name without "auweave::", which all our compilers spell alike.
  template <typename T>
  static std::string struct_name() {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, &status), &std::free);
    std::string text = status == 0 ? name.get() : typeid(T).name();
    constexpr std::string_view ours = "auweave::";
    for (std::size_t at = text.find(ours); at != std::string::npos; at = text.find(ours))
      text.erase(at, ours.size());
    return text;
  }

  template <typename T>
  void visit(const T& part) {
    if constexpr (kHasState<T>) {
      within_.push_back(struct_name<T>());
      structs_[within_.back()];
      const_cast<T&>(part).state(*this);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      within_.pop_back();
    } else if constexpr (Scalar<T> || std::is_same_v<T, std::string>) {
      return;
    } else if constexpr (requires { std::tuple_size<T>::value; }) {
      std::apply([this](const auto&... each) { (this->visit(each), ...); }, part);
    } else if constexpr (requires { part.size(); }) {
      for (const auto& each : part) visit(each);
    } else {
      if (part.has_value()) visit(*part);
    }
  }

  std::map<std::string, std::vector<std::string>> structs_;  // struct's name -> its archive calls
  std::vector<std::string> within_;  // names of the structs being visited, the innermost last
};

}  // namespace auweave::base
