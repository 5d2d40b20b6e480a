// Keys and tokens of the tests. The keys were made with openssl for this purpose and are used
// nowhere else; the tokens were signed by PyJWT 2.6, so that another implementation says what is
// right. All of those grant publishing to https://example.com/books/{id}, subscribing to *, carry
// the payload {"user":"u"}, and expire at 2100-01-01.
#pragma once

#include <string>

namespace sluice::test::auth {

// As long as each algorithm wants.
inline const std::string secret_of_32_bytes = "0123456789abcdef0123456789abcdef";
inline const std::string secret_of_48_bytes = "0123456789abcdef0123456789abcdef0123456789abcdef";
inline const std::string secret_of_64_bytes =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

inline const std::string rsa_private_pem = R"(-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCY2N/lMTApotfr
f90scmKgWwqcTPgRhP/ia/G3C/mh2tChre3/vZ4G8q7Bv63RO64hJ7O/UZLv2+/X
XWE/qdqKYe0E2zfF7NLvfY61w3WegAUJbATi2QHtFaVFeyIxebCDepD5vpDHYgEX
ptZXIdkBeWYuoAdkunWYssSPvZwMT43h4Ewn5EaxlVBa9PXp6q413/+diLCNtHzM
Erj16zcnVh2AM9G6aEvkyi8lPiGZ8/kecMLKiWBO0doN1pCtWkiAnsfDFeRXgCpQ
jpBVUxTZUe+ilzIkAbJ1AUmTeUNsrlbFzUtb571bzrRH2tQRPXXsHfuxA0c8GBXK
qdcrYh7fAgMBAAECggEAJy3YXmh4XwPV8xDIgd8kNtR/aMc2A0+jQ8fFotUX/QwY
1Ii/7AEP49oLP7DBflOc8/S4V38yefdXiE3wYqBIW5Z0af1DU6G8BBWcIi1jFejc
4ahlrDxSCRK2VZQVlLcLrvgY91uIwwL1IrnqUVVkycLzlVoB6yj8gdK5HdtNh73r
QPMCP3t4o9lgy5f9VxsJ2rc5dAPB5Yxoqdx/Dr6yZRSVg4+7laIcZLgY+YiqlG/3
m6Jo2sfTLYLhjKOHzbSge/cub/9Hq9lih39/21xslyvqjg85qWJzwpOiWSBabIii
eP0yh44AuymZ5fSicTALDb0PxF2wxCiJm9UBMkmDCQKBgQDKpIWsHIzkRDz1RWAq
y2rh54o1ebpRt45+DVxTdTsgHAOltcLhq4Ztr1HMcyq3AFVa5Vl9DBFd6e6tnhgj
E+HlCOZd/1aQJ3zpIb+902CeZtA/MpYJIsq/GHVuozQsXhm8OaTmElWijPIfmUG6
cSHN6Cz+Drd6oW1S4t1FdPqsLQKBgQDBF80VEoXwEZsnXRIW6p6wKc5XwJTvnhwl
wLDtSzPj2DX6KIH86g3koIgxaxUymFyWNp82TdOz+/swd4efNs5wt3CSAhRGrw82
IufiklcKdGN1jewLDQIF+65jUOeqpf6LjtwxV2ZNsEWbaL/kfV72mzOzDDsMr7zq
IAGlbWYCuwKBgBrufq1/JeJ4hzl5vOwzGMNpSF8PDIorwQ5TrD+TRwZfcsSlQX9I
kpclQ9POQpELxExOSvRplC1NF+GPL1oKHG2aHzPC6bhC50D8sUUDQMYMmASuLm6M
ZzG6iHDp09dJslXnu1iwex0dalh0v92Nh5acEs65Gf18UtE/QXUntOEJAoGBALAs
GQ8K0W0Rgy/M+L4z3gj4e60QplJhPWksf8BhBrzw/X56Cu9IVNitptT/0F1TKdZb
i7OuGmNymeHEjNa02HF6zJhKkVlUS1qnSk4sGoINYtlUXXJPsfLniFpQ7K2DudR2
yWuzREHJfBio37uGr2fsfqTzmcSfaotqHFZkk9gVAoGAK8RvZPOhcqowU1YBaAZ4
Q95A9xjuTieQ15TeNnMO5cOBLnKs4ki6LksPJx1+0J0ixmb59hfQMylBVnDeuUaf
LpnUhTyxz5DZtx7q8q/d6zh8p44ZfwLX/YIktFG3tftseYn7JWfai9k/sD0dPEMy
qKPPkJxwDU8aCfRdicc9Owo=
-----END PRIVATE KEY-----
)";

inline const std::string rsa_public_pem = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmNjf5TEwKaLX63/dLHJi
oFsKnEz4EYT/4mvxtwv5odrQoa3t/72eBvKuwb+t0TuuISezv1GS79vv111hP6na
imHtBNs3xezS732OtcN1noAFCWwE4tkB7RWlRXsiMXmwg3qQ+b6Qx2IBF6bWVyHZ
AXlmLqAHZLp1mLLEj72cDE+N4eBMJ+RGsZVQWvT16equNd//nYiwjbR8zBK49es3
J1YdgDPRumhL5MovJT4hmfP5HnDCyolgTtHaDdaQrVpIgJ7HwxXkV4AqUI6QVVMU
2VHvopcyJAGydQFJk3lDbK5Wxc1LW+e9W860R9rUET117B37sQNHPBgVyqnXK2Ie
3wIDAQAB
-----END PUBLIC KEY-----
)";

inline const std::string rsa_small_public_pem = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC6h0fJc0u+Gr1BYkxUh0U6MCZ5
xV2y+kafbkjmpuOEjPcSyaInlQygNw8wfRPDtNJ+vtl1VgxSUwEf9f1hZJIJg9kU
0pMatDiCkA9x2eoa6KKGgVv58//0KqTRAUTyyVJjl2AKsizArepXhn3M9LHU7BZJ
MFAqeAz6Omf8u9zImQIDAQAB
-----END PUBLIC KEY-----
)";

inline const std::string ec256_private_pem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfAtgZ7I8hLNFmmlF
J5I5LF6xnPNTGfKSSHoGpKxrxIehRANCAARgtrDZMqO13xxGSUeDlaDo0fMYB3js
19Gun+otapix/pVRNKnonK0NzPqRYH+o6GWnnF7pOkN6l7r9m71bLSrt
-----END PRIVATE KEY-----
)";

inline const std::string ec256_public_pem = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYLaw2TKjtd8cRklHg5Wg6NHzGAd4
7NfRrp/qLWqYsf6VUTSp6JytDcz6kWB/qOhlp5xe6TpDepe6/Zu9Wy0q7Q==
-----END PUBLIC KEY-----
)";

inline const std::string ec384_private_pem = R"(-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDBN5wtPx2B4IZdbSZQv
qGqHMII/p3SYEaUrf/L8Q6f3Lurf1pO+93f7WqLzuOdlh2yhZANiAATe3Lup3KCZ
La4cExIEiZlpM3UNC5Lq7Mr6JpwyLNeRFH+Yi7o5oyWe/MmSTgNlQHzDZMXTU9pK
zXp1Vd4fZtfYIXuNDdViZjx96+rCmhkwCxu81LC4ENxdX7WXCb11QZM=
-----END PRIVATE KEY-----
)";

inline const std::string ec384_public_pem = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE3ty7qdygmS2uHBMSBImZaTN1DQuS6uzK
+iacMizXkRR/mIu6OaMlnvzJkk4DZUB8w2TF01PaSs16dVXeH2bX2CF7jQ3VYmY8
fevqwpoZMAsbvNSwuBDcXV+1lwm9dUGT
-----END PUBLIC KEY-----
)";

inline const std::string ec521_private_pem = R"(-----BEGIN PRIVATE KEY-----
MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAXPb5AoKgj3pNkzLs
+R4fTi9aJwDuwIvt/+bGfyA6d3eENP7uswz6Sj5m0YAO13wTJfgKb7nVp80IEhZZ
UnIE2i2hgYkDgYYABAD1tg9MK3720U/H52RnEMYTotJpvWKwJSy8qEDYjYJHz1Jz
vz01hK4Q8waQ37gekIN2BjFmYmXModiYwiXyOTmQXwHfu+eZWhJk2HynWgelfZJr
FIbL4tKbj7DM1Z9M+jzwBD8DRIn4rsWKsbvmEnTbPzb7T7P1NrZ5yvA11UYsmVwp
zQ==
-----END PRIVATE KEY-----
)";

inline const std::string ec521_public_pem = R"(-----BEGIN PUBLIC KEY-----
MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQA9bYPTCt+9tFPx+dkZxDGE6LSab1i
sCUsvKhA2I2CR89Sc789NYSuEPMGkN+4HpCDdgYxZmJlzKHYmMIl8jk5kF8B37vn
mVoSZNh8p1oHpX2SaxSGy+LSm4+wzNWfTPo88AQ/A0SJ+K7FirG75hJ02z82+0+z
9Ta2ecrwNdVGLJlcKc0=
-----END PUBLIC KEY-----
)";

inline const std::string ed25519_private_pem = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIMSoXRgf2veG6IIHIeANbKLEVyLQCv3VKZyck4y4XvTw
-----END PRIVATE KEY-----
)";

inline const std::string ed25519_public_pem = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAponZvXkTYc+RTzWoQ/zBovxKeQqzznwfGQFHDj8OlEg=
-----END PUBLIC KEY-----
)";

inline const std::string ed448_private_pem = R"(-----BEGIN PRIVATE KEY-----
MEcCAQAwBQYDK2VxBDsEObjIHr58mphf0D2h/1fuakVPkLffmth8LbQtzVCP9Nd1
flQj/RQhfN4nUOW87QgxNAzhy3KQugIxaw==
-----END PRIVATE KEY-----
)";

inline const std::string ed448_public_pem = R"(-----BEGIN PUBLIC KEY-----
MEMwBQYDK2VxAzoAyXkWkdXa+k9uJkoaw8/jz3n2NhPApgtxjftFtiUOojjugP5J
xlifK3Nrn8vS0jk1SdSEJGGhL1aA
-----END PUBLIC KEY-----
)";

inline const std::string certificate_pem = R"(-----BEGIN CERTIFICATE-----
MIIBcjCCARmgAwIBAgIUVUY0oWm+4uzlUwP9PGAgxgBc2RcwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjUxMDA2NTdaFw0zNjExMjIxMDA2NTda
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARgtrDZ
MqO13xxGSUeDlaDo0fMYB3js19Gun+otapix/pVRNKnonK0NzPqRYH+o6GWnnF7p
OkN6l7r9m71bLSrto1MwUTAdBgNVHQ4EFgQUDjJg6QGEotQzo9KmtP4Y6+OynF0w
HwYDVR0jBBgwFoAUDjJg6QGEotQzo9KmtP4Y6+OynF0wDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNHADBEAiBGKqZgl3BbfoTkT1xguBBhJHP2XAU4mOs4jgWH
7Z6BfgIgC26gpruEWfNzl/wr/bdr/qxRRlm75dGHm83Pni1KQqk=
-----END CERTIFICATE-----
)";

inline const std::string rsa_pkcs1_pem = R"(-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAmNjf5TEwKaLX63/dLHJioFsKnEz4EYT/4mvxtwv5odrQoa3t/72e
BvKuwb+t0TuuISezv1GS79vv111hP6naimHtBNs3xezS732OtcN1noAFCWwE4tkB
7RWlRXsiMXmwg3qQ+b6Qx2IBF6bWVyHZAXlmLqAHZLp1mLLEj72cDE+N4eBMJ+RG
sZVQWvT16equNd//nYiwjbR8zBK49es3J1YdgDPRumhL5MovJT4hmfP5HnDCyolg
TtHaDdaQrVpIgJ7HwxXkV4AqUI6QVVMU2VHvopcyJAGydQFJk3lDbK5Wxc1LW+e9
W860R9rUET117B37sQNHPBgVyqnXK2Ie3wIDAQAB
-----END RSA PUBLIC KEY-----
)";

inline const std::string encrypted_pem = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjgT6b2xC//pQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMiDMqKaUjD+NJCs/npM2yMEgZC7
jrMr3nXUfIDR/XhXxr08XgXZ5j0qErxQjCjJdCBvt8mOplHcpNBnBgrvA0bXRmsQ
V3WDJ14myfuWSEazuriymqqM1klUh/lwwoaPox4Gv+nA/CrPFvhpw8ZTodCwzqv6
365lBjY7Kqurj83lHN0K0HR6pZD6og6Ex990k+tK6wlTuErR5OM7HFnx9qBxmPM=
-----END ENCRYPTED PRIVATE KEY-----
)";

inline const std::string hs256_token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.OEGOYqt7QuUT-hR_f9_-C-QcowHREQQEmE52Rb90NKk";

inline const std::string hs384_token =
    "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.9I44vYYLCZDsMm_9gdC-_LaU1wSQx_84f0AzaHzz8qHn1ZHLOab1AJeiDIgmxTqI";

inline const std::string hs512_token =
    "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.HNqHyzP0nL9K1RhudusTOWDsAgl348tRLRYNJX0vnIL4uN8ihPORu13GOdJtvAUuPhmB-C5wi8vcR"
    "qUP4WDFmw";

inline const std::string rs256_token =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.HW9FAzgwO-JEI3jvYPRMRVYcsnnKvvO3VB1gFE1LinVymbw0AZgQ6yIEzeT1IBE2wG0SwgkRhXC2l"
    "s0yUt7ixChlfs4bNL__AQKuxhFWkbjbyjeK2hCig3SqWXp0JelQcASCL19n4DRbaUD_Por7EhVQWq2e9IoMAoGBqSd"
    "LstMoHsO1UTjJ_DKIClk6iv9qB83f7rjDTUrZHtXZUhgOp4oZ4125LKoau-DW9M64VfxK3MGciHXw_5cnAFEDLBhJT"
    "DvQQKNfqvbv43Dc49jXqqSxY-JUdUrN_qLGzDwvHx4qKMyajrPdgWXVWlgyr3oQr45P7B72a73gOYQYxccH3Q";

inline const std::string rs384_token =
    "eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.hoWhPFNJy5msAKlveqAl1p8iP-WHtmKxYMZZVbMy5cijxPuNInYQqCDiVO5fwvjh-E5PuECDMZ7-I"
    "eCaDqfWuLonb0_bfyQ7Fg9S8aCJtziACujNlEqPibIHyLq4-Ac8zaAjbE49SXzfMHdqW216MdoXzlX_DoWfelZQmQR"
    "Y5Wst6FhHV5BpqBjYKHL9Br5PFCwZkTuMKoBWMMh1OmQGgBdC1OS0C7Is4r33BzFmoZGCmknIa7tvNcyDo9LSTxDhD"
    "E8trezkmxGNTPAojtp6IjtVI8hJh7pMisy5Hm7pvUxcKH99qWuO6mjGq9Xb6aTpejDx7MwA6zohK80ZWrr31g";

inline const std::string rs512_token =
    "eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.IhenjbdVI-qokXJ3piEOGyY3vLwkZwPxwLlPET2s3Thguj5EtMAnwLH7duaWxpDWbwg6hLSZwnMIk"
    "LY5HptNZh6rzMsrKXf0FMOkm6BP18gD70r85U2a3zvnI6XDlPek8pQUR7gQ-b_9uFT9TwZnv_n8RjN4fWa_w-Su6UV"
    "hcuYQxfPiio-24-6rVVqsGyJnuJd1UN4yPPtcRrIgkjwEm1nXo7f7MlFxRGzDNG2VnlLjF6XUGTRY2QM3d3CFc_nJa"
    "nZx2OJ8xQv9VCoYbRxM7ZYOMr7CYa6T2RA6dl0NAeEgdgZxT_9oECndEq1QM9l87FdYbFwRTgU89yEKO4exzg";

inline const std::string es256_token =
    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.Yz0wFNT0hi0whOLOmnUvFGggVJVcZavauZDUIbTdkWk9YlWEv1K4mEuZYrHk2MEY_iGYuaKLtRNiy"
    "RKm_jK6Tw";

inline const std::string es384_token =
    "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.PYAjHtqK_RUn9mrkvBGjIU8q_k0kHeBzBO9u5xzc7SO3FpwtPbGDAT_J4AQGeRk2iDDDHqtq9WY7J"
    "6DfH0-YqRezG7A37vDBVLDiyp4IOm066GYyfqKBX4zuSYiJcf0a";

inline const std::string es512_token =
    "eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.Ab1tCmpHUClE8WHMTC1QzkiuXyTtdsupjJEHbhRuDwqocxTksGL2f9GcT1Yq47RMIeQQW6JZP0dCy"
    "8M9g4CUTQg9AGgRBrTuds3cnQarIkEAeFyKqoruPTg7cyOV-Z94lEnmuXOcfwUnEDYOhzZY7OTuGEC0wWB-S4dkIXd"
    "6yFuUjTW5";

inline const std::string ed25519_token =
    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.kWtMlyoov2BFhTf0ZvYxYBtcZFvAJ6SmWRNvz6yh9BFrpfzU8trF2ez1t_NnYpNG6kUkOLs4LnuzD"
    "iJap4rvAw";

inline const std::string ed448_token =
    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiaHR0cHM6Ly9leGFtcGxlL"
    "mNvbS9ib29rcy97aWR9Il0sInN1YnNjcmliZSI6WyIqIl0sInBheWxvYWQiOnsidXNlciI6InUifX0sImV4cCI6NDE"
    "wMjQ0NDgwMH0.WTE8OX9jjOLjpM_4z_fXwKuQRApy8iMNA3oI5ketjjbe_jtBwhOK88Zu9Iv5EgopkxtQdcTAqKmAX"
    "oCIKRe75McRYtvVqT3Z42atHpX79VzlFRiFTMpxOAfcXc3fDv36Qy5EtFwPviS5SY1XqimUuz4A";

// Of the conformance tests of the protocol: no typ, no exp, both lists are *. The secret is
// !ChangeThisMercureHubJWTSecretKey!
inline const std::string conformance_token =
    "eyJhbGciOiJIUzI1NiJ9.eyJtZXJjdXJlIjp7InB1Ymxpc2giOlsiKiJdLCJzdWJzY3JpYmUiOlsiKiJdfX0.bVXdl"
    "WXwfw9ySx7-iV5OpUSHo34RkjUdVzDLBcc6l_g";

// HS256 with the text of rsa_public_pem as the secret.
inline const std::string public_key_as_secret_token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZXJjdXJlIjogeyJwdWJsaXNoIjogWyJodHRwczovL2V4YW1wb"
    "GUuY29tL2Jvb2tzL3tpZH0iXSwgInN1YnNjcmliZSI6IFsiKiJdLCAicGF5bG9hZCI6IHsidXNlciI6ICJ1In19LCA"
    "iZXhwIjogNDEwMjQ0NDgwMH0.4Own5v-cHspA0IKuOG5fTrgULig7PRgh2ZpGR9pWTLg";

}  // namespace sluice::test::auth
