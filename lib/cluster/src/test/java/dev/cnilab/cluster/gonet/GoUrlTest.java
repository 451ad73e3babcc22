package dev.cnilab.cluster.gonet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code url.Parse} of Go 1.26 says to the same texts. */
class GoUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://[::1 | missing ']' in host",
        "https://host:abc/ | invalid port \":abc\" after host",
        "https://[::1]x | invalid port \"x\" after host",
        "https://h:1:2/ | invalid port \":1:2\" after host",
        "https://a b | invalid character \" \" in host name",
        "https://h^/ | invalid character \"^\" in host name",
        ":// | missing protocol scheme",
        "1:2 | first path segment in URL cannot contain colon",
        "https://[1.2.3.4]/ | invalid IP-literal",
        "https://a[b]/ | invalid IP-literal",
        "https://[zz]/ | invalid host: ParseAddr(\"zz\"): unable to parse IP",
        "https://h%41/ | invalid URL escape \"%41\"",
        "https://h/%zz | invalid URL escape \"%zz\"",
        "https://h/#%z | invalid URL escape \"%z\"",
        "https://ü@h/ | net/url: invalid userinfo",
      })
  void a_url_that_go_rejects_is_rejected_with_the_same_error(String text, String error) {
    assertThatThrownBy(() -> GoUrl.parse(text)).hasMessage("parse \"" + text + "\": " + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https: | https [] []",
        "a:b | a [] []",
        "https://host/a b | https [host] [/a%20b]",
        "https://[::1]:443/x | https [[::1]:443] [/x]",
        "https://[::1%25eth0]/ | https [[::1%25eth0]] [/]",
        "https://h%e4/ | https [h%e4] [/]",
        "x://h:1:2/ | x [h:1:2] [/]",
        "//h/p | [h] [/p]",
        "///h/p | [] [///h/p]",
        "https:///p | https [] [/p]",
        "/a:b | [] [/a:b]",
        "HTTPS://h? | https [h] []",
        "https://h:/ | https [h:] [/]",
        "https://h/ü#f?q | https [h] [/%C3%BC]",
      })
  void a_url_that_go_accepts_is_split_into_the_same_parts(String text, String parts) {
    GoUrl url = GoUrl.parse(text);
    assertThat("%s [%s] [%s]".formatted(url.scheme(), url.host(), url.escapedPath()).strip())
        .isEqualTo(parts);
  }

  @Test
  void a_url_is_split_into_its_parts() {
    GoUrl url = GoUrl.parse("https://u:p@h:8443/a?b=c#d");
    assertThat(url.user()).contains("u:p");
    assertThat(url.hostname()).isEqualTo("h");
    assertThat(url.port(443)).isEqualTo(8443);
    assertThat(url.query()).isEqualTo("b=c");
    assertThat(url.fragment()).isEqualTo("d");
    assertThat(GoUrl.parse("https://[::1]").hostname()).isEqualTo("::1");
    assertThat(GoUrl.parse("https://h:").port(443)).isEqualTo(443);
    assertThatThrownBy(() -> GoUrl.parse("https://h:70000").port(443))
        .hasMessage("address 70000: invalid port");
  }

  @Test
  void a_request_url_keeps_a_hash_sign_in_its_path() {
    assertThat(GoUrl.parseRequested("https://h/a#b").escapedPath()).isEqualTo("/a%23b");
  }
}
