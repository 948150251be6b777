// Functions that make Fields from members of documents. The type of a field follows from the type
// of the member. Only mapping/ uses make_field.h.
#pragma once

#include <array>
#include <optional>
#include <type_traits>

#include "mapping/field.h"

namespace auweave::mapping {

inline Scalar scalar_of(std::string_view text) { return text.empty() ? Scalar() : Scalar(text); }
inline Scalar scalar_of(const std::string& text) { return scalar_of(std::string_view(text)); }
inline Scalar scalar_of(std::int64_t number) { return number; }
inline Scalar scalar_of(std::uint64_t number) { return static_cast<std::int64_t>(number); }
inline Scalar scalar_of(bool flag) { return flag; }
inline Scalar scalar_of(base::WallTime time) { return time; }
template <typename T>
Scalar scalar_of(const std::optional<T>& value) {
  return value.has_value() ? scalar_of(*value) : Scalar();
}

template <typename T>
struct Plain {
  using type = T;
};
template <typename T>
struct Plain<std::optional<T>> {
  using type = T;
};

template <typename T>
constexpr Type type_of() {
  using Value = typename Plain<std::remove_cvref_t<T>>::type;
  if constexpr (std::is_same_v<Value, bool>) {
    return Type::flag;
  } else if constexpr (std::is_integral_v<Value>) {
    return Type::integer;
  } else if constexpr (std::is_same_v<Value, base::WallTime>) {
    return Type::time;
  } else if constexpr (std::is_convertible_v<Value, std::string_view>) {
    return Type::text;
  } else {
    return Type::texts;
  }
}

template <typename D>
const D& as(const Subject& from) {
  return *std::get<const D*>(from);
}

template <typename D, typename M>
D owner_of(M D::*member);

// Returns the member that a path of member pointers leads to: reach<&D::member>(from),
// reach<&D::part, &Part::member>(from).
template <auto first, auto... rest>
const auto& reach(const Subject& from) {
  using D = decltype(owner_of(first));
  return ((as<D>(from).*first).*....*rest);
}

// Makes a field of a member, which is one value or a list of texts.
template <auto first, auto... rest>
constexpr Field member(std::string_view name, std::string_view origin = {}) {
  using Value = decltype(reach<first, rest...>(std::declval<Subject>()));
  Field field{.name = name, .type = type_of<Value>(), .origin = origin};
  if constexpr (type_of<Value>() == Type::texts) {
    field.texts = [](const Subject& from, std::vector<std::string_view>& out) {
      for (const std::string_view text : reach<first, rest...>(from)) out.push_back(text);
    };
  } else {
    field.scalar = [](const Subject& from, std::string&) {
      return scalar_of(reach<first, rest...>(from));
    };
  }
  return field;
}

// Makes a field of a member that costs extra to fill.
template <auto first, auto... rest>
constexpr Field extended(std::string_view name, std::string_view origin) {
  Field field = member<first, rest...>(name, origin);
  field.extended = true;
  return field;
}

// Makes a field of a member that is a list of objects, or of pointers to objects.
template <auto list>
constexpr Field objects(std::string_view name, std::span<const Field> inner,
                        std::string_view origin = {}) {
  Field field{.name = name, .type = Type::objects, .inner = inner, .origin = origin};
  field.count = [](const Subject& from) { return reach<list>(from).size(); };
  field.object = [](const Subject& from, std::size_t index) -> Subject {
    const auto& each = reach<list>(from)[index];
    if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(each)>>) {
      return each;
    } else {
      return &each;
    }
  };
  return field;
}

// Makes a field whose value a function returns.
constexpr Field made(std::string_view name, Type type,
                     Scalar (*scalar)(const Subject&, std::string&), std::string_view origin = {}) {
  return {.name = name, .type = type, .scalar = scalar, .origin = origin};
}

inline constexpr std::array kMaskedCounts = {
    member<&model::MaskedCount::rule>("rule"),
    member<&model::MaskedCount::count>("count"),
};

template <typename D>
Scalar read_kind(const Subject&, std::string&) {
  return model::kind_name<D>();
}

// Makes the fields of the Stamp and the kind, which documents of every kind have.
template <typename D>
constexpr std::array<Field, 20> stamp() {
  using model::Stamp;
  return {made("kind", Type::text, read_kind<D>),
          member<&D::stamp, &Stamp::event_id>("event_id"),
          member<&D::stamp, &Stamp::time>("time", "the stamp of the record"),
          member<&D::stamp, &Stamp::host>("host", "*.node"),
          member<&D::stamp, &Stamp::boot_id>("boot_id"),
          member<&D::stamp, &Stamp::session_id>("session_id", "*.ses"),
          member<&D::stamp, &Stamp::session_key>("session_key"),
          member<&D::stamp, &Stamp::connection_id>("connection_id"),
          member<&D::stamp, &Stamp::actor>("actor", "*.auid"),
          member<&D::stamp, &Stamp::person>("person"),
          member<&D::stamp, &Stamp::person_inferred>("person_inferred"),
          member<&D::stamp, &Stamp::claimed_actor>("claimed_actor"),
          member<&D::stamp, &Stamp::actor_groups>("actor_groups"),
          member<&D::stamp, &Stamp::attribution>("attribution"),
          member<&D::stamp, &Stamp::account_tried>("account_tried", "*.acct"),
          member<&D::stamp, &Stamp::authenticated>("authenticated"),
          member<&D::stamp, &Stamp::src_ip>("src_ip"),
          member<&D::stamp, &Stamp::src_port>("src_port"),
          member<&D::stamp, &Stamp::target>("target"),
          member<&D::stamp, &Stamp::ticket>("ticket")};
}

template <std::size_t n, std::size_t m>
constexpr std::array<Field, n + m> joined(const std::array<Field, n>& first,
                                          const std::array<Field, m>& then) {
  std::array<Field, n + m> all{};
  for (std::size_t i = 0; i < n; ++i) all[i] = first[i];
  for (std::size_t i = 0; i < m; ++i) all[n + i] = then[i];
  return all;
}

}  // namespace auweave::mapping
