#include "auth/key_file.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "example.hpp"
#include "support/temporary_folder.hpp"

using sluice::errc;
using sluice::auth::algorithm;
using sluice::auth::key;
using sluice::auth::longest_key_file_bytes;
using sluice::auth::try_read_key;
using sluice::auth::try_read_signing_key;
namespace example = sluice::test::auth;

namespace {

class written_file final {
 public:
  explicit written_file(const std::string& content) : path_(folder_ / "key") {
    std::ofstream(path_, std::ios::binary) << content;
  }
  const std::string& path() const { return path_; }
  void set_mode(unsigned folder, unsigned file) const {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(folder));
    std::filesystem::permissions(path_, std::filesystem::perms(file));
  }

 private:
  sluice::test::temporary_folder folder_;
  std::string path_;
};

const std::string dropped = "the line break at the end of the file is not part of the secret";

// Whether the key in a file of `content` is exactly `secret`.
bool holds(const std::string& content, const std::string& secret) {
  const written_file file(content);
  const auto read = try_read_key(algorithm::hs256, file.path()).value();
  const auto signing = sluice::auth::signing_key::try_make(algorithm::hs256, secret).value();
  return read.value.verifies("text", signing.sign("text"));
}

}  // namespace

TEST_CASE(
    "The line break at the end of a secret's file is not part of the secret, and that is said") {
  const std::string& secret = example::secret_of_32_bytes;
  CHECK(holds(secret, secret));
  CHECK(holds(secret + "\n", secret));
  CHECK(holds(secret + "\r\n", secret));
  CHECK(holds(secret + "\n\n", secret + "\n"));
  CHECK(holds(" " + secret, " " + secret));
  CHECK(holds(secret + std::string("\0x", 2), secret + std::string("\0x", 2)));

  const written_file plain(secret);
  CHECK(try_read_key(algorithm::hs256, plain.path()).value().notes.empty());
  const written_file ended(secret + "\n");
  const auto read = try_read_key(algorithm::hs256, ended.path()).value();
  CHECK(read.notes == std::vector<std::string>{dropped});
  CHECK(read.remarks.empty());
}

TEST_CASE("Quotes in a secret's file count and are remarked upon") {
  const std::string quoted = "\"" + example::secret_of_32_bytes + "\"";
  CHECK(holds(quoted + "\n", quoted));
  const written_file file(quoted + "\n");
  CHECK(try_read_key(algorithm::hs256, file.path()).value().remarks ==
        std::vector<std::string>{
            "the secret begins and ends with a quote, and they count as part of it"});
}

TEST_CASE("A key that everybody on the machine can read is remarked upon, a public one is not") {
  const std::vector<std::string> open{"everybody on this machine can read this key; chmod 600 it"};
  const auto remarks = [](algorithm what_for, const written_file& file) {
    return try_read_key(what_for, file.path()).value().remarks;
  };
  const written_file secret(example::secret_of_32_bytes);
  secret.set_mode(0755, 0644);
  CHECK(remarks(algorithm::hs256, secret) == open);
  secret.set_mode(0755, 0640);
  CHECK(remarks(algorithm::hs256, secret).empty());
  secret.set_mode(0700, 0644);
  CHECK(remarks(algorithm::hs256, secret).empty());

  const written_file private_file(example::ec256_private_pem);
  private_file.set_mode(0755, 0644);
  CHECK(try_read_signing_key(algorithm::es256, private_file.path()).value().remarks == open);
  const written_file public_file(example::ec256_public_pem);
  public_file.set_mode(0755, 0644);
  CHECK(remarks(algorithm::es256, public_file).empty());
}

TEST_CASE("Public and private keys are read from PEM files, whatever stands around them") {
  const written_file public_file("A comment.\n\n" + example::ec256_public_pem);
  const written_file private_file(example::ec256_private_pem + "\n\n");
  const auto verifying = try_read_key(algorithm::es256, public_file.path()).value();
  const auto signing = try_read_signing_key(algorithm::es256, private_file.path()).value();
  CHECK(verifying.value.verifies("text", signing.value.sign("text")));
  CHECK(verifying.remarks.empty());
  CHECK(signing.remarks.empty());
}

TEST_CASE("A key's file that cannot be used is named with the reason") {
  const sluice::test::temporary_folder folder;
  const auto missing = try_read_key(algorithm::hs256, folder / "none");
  REQUIRE(missing.has_error());
  CHECK(missing.error().code == errc::file_unreadable);
  CHECK(missing.error().detail == folder / "none" + ": No such file or directory");

  const auto is_folder = try_read_key(algorithm::hs256, folder.path().string());
  REQUIRE(is_folder.has_error());
  CHECK(is_folder.error().code == errc::file_unreadable);
  CHECK(is_folder.error().detail == folder.path().string() + ": Is a directory");

  for (const char* const content : {"", "\n", "\r\n"}) {
    const written_file empty(content);
    const auto read = try_read_key(algorithm::hs256, empty.path());
    REQUIRE(read.has_error());
    CHECK(read.error().code == errc::option_invalid);
    CHECK(read.error().detail == empty.path() + ": the key is empty");
  }

  const auto device = try_read_key(algorithm::hs256, "/dev/zero");
  REQUIRE(device.has_error());
  CHECK(device.error().detail ==
        "/dev/zero: a key has at most " + std::to_string(longest_key_file_bytes) + " bytes");

  const written_file wrong(example::ec256_public_pem);
  const auto kind = try_read_key(algorithm::rs256, wrong.path());
  REQUIRE(kind.has_error());
  CHECK(kind.error().message() ==
        "the option's value is not valid: " + wrong.path() +
            ": RS256 wants an RSA key, and this is a key of another kind");
}
