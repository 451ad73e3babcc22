package dev.cnilab.lab.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static Outcome of(int status, String err, int endpoints) {
    return Outcome.of(Printed.failed("000", err, status), endpoints);
  }

  @Test
  void refused_means_no_endpoints_or_a_wrong_port() {
    String words =
        "curl: (7) Failed to connect to svc port 80 after 0 ms: Couldn't connect to server";
    assertThat(of(7, words, 0)).isEqualTo(Outcome.REFUSED_WITHOUT_ENDPOINTS);
    assertThat(of(7, words, 2)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void a_timeout_occurs_while_resolving_or_while_connecting() {
    assertThat(of(28, "curl: (28) Resolving timed out after 5000 milliseconds", 2))
        .isEqualTo(Outcome.NAME_TIMEOUT);
    assertThat(of(28, "curl: (28) Connection timed out after 5001 milliseconds", 2))
        .isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void an_unresolvable_name_is_recognized() {
    assertThat(of(6, "curl: (6) Could not resolve host: svc", 1)).isEqualTo(Outcome.NO_SUCH_HOST);
  }

  @Test
  void only_a_request_without_an_error_is_ok() {
    assertThat(of(0, "", 1)).isEqualTo(Outcome.OK);
    assertThat(of(52, "curl: (52) Empty reply from server", 1)).isEqualTo(Outcome.OTHER);
  }

  @Test
  void the_table_shows_symptom_and_layer() {
    Request request =
        new Request(
            "nettest-1",
            "svc",
            Outcome.REFUSED_WITHOUT_ENDPOINTS,
            List.of(),
            "curl: (7) …",
            Printed.of(""));
    assertThat(new Requests(List.of(request)).view().text())
        .contains("✗ refused", "none", "no Ready pod matches its selector");
  }
}
