// Any bytes parse as a form, and what was parsed comes back from its encoding.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/form.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string encode(const sluice::fields& pairs) {
  std::string form;
  for (const auto& [name, value] : pairs) {
    if (!form.empty()) form += '&';
    form += sluice::http::percent_encode_component(name);
    form += '=';
    form += sluice::http::percent_encode_component(value);
  }
  return form;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  const std::string_view text(reinterpret_cast<const char*>(data), size_bytes);

  const sluice::fields pairs = sluice::http::parse_form(text);
  require(sluice::http::parse_form(encode(pairs)) == pairs);
  std::size_t decoded_bytes = 0;
  for (const auto& [name, value] : pairs) decoded_bytes += name.size() + value.size();
  require(decoded_bytes <= size_bytes);

  const std::string encoded = sluice::http::percent_encode_component(text);
  require(sluice::http::percent_decode(encoded) == text);
  require(encoded.find_first_of("&=+ \r\n") == std::string::npos);
  // A media type with parameters is judged as without.
  const std::string type(text.substr(0, text.find(';')));
  require(sluice::http::is_form_content_type(text) == sluice::http::is_form_content_type(type));
  return 0;
}
