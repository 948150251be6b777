// Saver, Loader: write a value's state to bytes, and read the state back. A class lists its parts
// once, in a member state() that Saver and Loader call:
//
//     template <typename Archive>
//     void state(Archive& archive) { archive(first_, second_); }
//
// A part of a state is a number, an enum, a string, a standard container, or an object with its own
// state(). Members that can be computed from the parts are not saved; they are computed again `if
// constexpr (Archive::kLoads)`. Saver writes no version: whoever saves a Saver's bytes adds a
// version.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/codec.h"

namespace auweave::base {

template <typename T>
concept Scalar = std::integral<T> || std::is_enum_v<T>;

class Saver {
 public:
  static constexpr bool kLoads = false;

  template <typename... Parts>
  void operator()(const Parts&... parts) {
    (put(parts), ...);
  }
  // Appends the bytes that another Saver made of a part.
  void append(std::string_view saved) { out_.append(saved); }
  [[nodiscard]] std::string take() { return out_.take(); }

 private:
  // Saver folds signed numbers (zigzag), so small negative numbers stay short.
  template <Scalar T>
  void put(T value) {
    const auto wide = static_cast<std::int64_t>(value);
    if constexpr (std::is_signed_v<T>) {
      out_.number((static_cast<std::uint64_t>(wide) << 1U) ^
                  static_cast<std::uint64_t>(wide >> 63));
    } else {
      out_.number(static_cast<std::uint64_t>(value));
    }
  }
  void put(const std::string& text) { out_.text(text); }
  template <std::size_t N>
  void put(const std::array<std::uint8_t, N>& bytes) {
    out_.text({reinterpret_cast<const char*>(bytes.data()), N});
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value.has_value()) put(*value);
  }
  template <typename A, typename B>
  void put(const std::pair<A, B>& pair) {
    put(pair.first);
    put(pair.second);
  }
  template <typename... T>
  void put(const std::tuple<T...>& tuple) {
    std::apply([this](const auto&... parts) { (this->put(parts), ...); }, tuple);
  }
  // Saving does not change an object's state, although state() is not const.
  template <typename T>
  requires requires(T& value, Saver& saver) { value.state(saver); }
  void put(const T& value) {
    const_cast<T&>(value).state(*this);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  }
  template <typename T>
  requires requires(const T& list) {
    list.size();
    list.begin();
  }
  void put(const T& list) {
    out_.number(list.size());
    // Equal hash tables must give equal bytes, so their entries are saved in sorted order.
    if constexpr (requires { typename T::hasher; }) {
      std::vector<const typename T::value_type*> sorted;
      sorted.reserve(list.size());
      for (const auto& each : list) sorted.push_back(&each);
      std::sort(sorted.begin(), sorted.end(),
                [](const auto* a, const auto* b) { return key_of(*a) < key_of(*b); });
      for (const auto* each : sorted) put(*each);
    } else {
      for (const auto& each : list) put(each);
    }
  }
  template <typename K, typename V>
  static const K& key_of(const std::pair<const K, V>& entry) {
    return entry.first;
  }
  template <typename K>
  static const K& key_of(const K& key) {
    return key;
  }

  Encoder out_;
};

// Loader: reads the bytes of a Saver. After damaged bytes every further part that a Loader reads is
// empty or 0, and ok() is false.
class Loader {
 public:
  static constexpr bool kLoads = true;

  explicit Loader(std::string_view bytes) : in_(bytes) {}

  template <typename... Parts>
  void operator()(Parts&... parts) {
    (get(parts), ...);
  }
  [[nodiscard]] bool ok() const { return in_.ok(); }
  // True if every byte was read and no part was damaged.
  [[nodiscard]] bool complete() const { return in_.ok() && in_.at_end(); }
  void fail() { in_.fail(); }

 private:
  template <Scalar T>
  void get(T& value) {
    const std::uint64_t number = in_.number();
    if constexpr (std::is_signed_v<T>) {
      value = static_cast<T>(static_cast<std::int64_t>((number >> 1U) ^ (~(number & 1U) + 1)));
    } else {
      value = static_cast<T>(number);
    }
  }
  void get(std::string& text) { text = in_.text(); }
  template <std::size_t N>
  void get(std::array<std::uint8_t, N>& bytes) {
    const std::string_view text = in_.text();
    if (text.size() != N) return fail();
    std::copy(text.begin(), text.end(), reinterpret_cast<char*>(bytes.data()));
  }
  template <typename T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (!there || !ok()) return;
    // Calling std::optional::emplace would not compile, because clang 14 does not yet regard a
    // nested struct as constructible here.
    T fresh{};
    get(fresh);
    value = std::move(fresh);
  }
  template <typename A, typename B>
  void get(std::pair<A, B>& pair) {
    get(const_cast<std::remove_const_t<A>&>(pair.first));
    get(pair.second);
  }
  template <typename... T>
  void get(std::tuple<T...>& tuple) {
    std::apply([this](auto&... parts) { (this->get(parts), ...); }, tuple);
  }
  template <typename T>
  requires requires(T& value, Loader& loader) { value.state(loader); }
  void get(T& value) { value.state(*this); }
  template <typename List>
  requires requires(List& list) { list.emplace_back(); }
  void get(List& list) {
    list.clear();
    for (std::uint64_t left = in_.number(); left > 0 && ok(); --left) get(list.emplace_back());
  }
  template <typename Set>
  requires(requires(Set& set) { typename Set::key_type; } &&
           std::same_as<typename Set::key_type, typename Set::value_type>) void get(Set& set) {
    set.clear();
    for (std::uint64_t left = in_.number(); left > 0 && ok(); --left) {
      typename Set::key_type key{};
      get(key);
      set.emplace_hint(set.end(), std::move(key));
    }
  }
  template <typename Map>
  requires requires(Map& map) { typename Map::mapped_type; }
  void get(Map& map) {
    map.clear();
    for (std::uint64_t left = in_.number(); left > 0 && ok(); --left) {
      typename Map::key_type key{};
      get(key);
      get(map.emplace_hint(map.end(), std::move(key), typename Map::mapped_type{})->second);
    }
  }

  Decoder in_;
};

// Places: saves pointers to elements of a list as the elements' positions. A Places object is valid
// only while its list does not change.
template <typename T>
class Places {
 public:
  explicit Places(std::list<T>& list) {
    for (T& each : list) {
      numbers_.emplace(&each, all_.size() + 1);
      all_.push_back(&each);
    }
  }

  template <typename Archive, typename List>
  void list(Archive& archive, List& pointers) const {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(pointers.size());
    for (const T* pointer : pointers) numbers.push_back(number_of(pointer));
    archive(numbers);
    if constexpr (Archive::kLoads) {
      pointers.clear();
      for (const std::uint64_t number : numbers) pointers.push_back(at(archive, number));
    }
  }
  template <typename Archive, typename Map>
  void map(Archive& archive, Map& pointers) const {
    std::map<typename Map::key_type, std::uint64_t> numbers;
    for (const auto& [key, pointer] : pointers) numbers.emplace(key, number_of(pointer));
    archive(numbers);
    if constexpr (Archive::kLoads) {
      pointers.clear();
      for (const auto& [key, number] : numbers) pointers.emplace(key, at(archive, number));
    }
  }

 private:
  // Returns the position of the element in its list, from 1, or 0 for a null pointer.
  [[nodiscard]] std::uint64_t number_of(const T* pointer) const {
    return pointer == nullptr ? 0 : numbers_.at(pointer);
  }
  T* at(Loader& loader, std::uint64_t number) const {
    if (number == 0) return nullptr;
    if (number <= all_.size()) return all_[number - 1];
    loader.fail();
    return nullptr;
  }
  std::unordered_map<const T*, std::uint64_t> numbers_;
  std::vector<T*> all_;
};

}  // namespace auweave::base
