package dev.cnilab.lab.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

  private static final String TEXT =
      "POST /api/v1/pods?dryRun=All HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n";

  @Test
  void nothing_of_what_follows_is_taken() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream((TEXT + "body").getBytes(US_ASCII));
    RequestHead head = RequestHead.read(in).orElseThrow();
    assertThat(head.path()).isEqualTo("/api/v1/pods");
    assertThat(head.header("accept")).isEqualTo("b");
    assertThat(head.header("Upgrade")).isEmpty();
    assertThat(new String(head.bytes(), US_ASCII)).isEqualTo(TEXT);
    assertThat(new String(in.readAllBytes(), US_ASCII)).isEqualTo("body");
  }

  @Test
  void a_header_is_there_once_whatever_its_case() {
    RequestHead head = RequestHead.parse(TEXT).with("HOST", "c").with("Connection", "close");
    assertThat(head.headers()).containsExactly("Accept: b", "HOST: c", "Connection: close");
    assertThat(head.without("accept").headers()).containsExactly("HOST: c", "Connection: close");
  }

  @Test
  void nothing_at_all_is_no_request_and_half_of_one_is_refused() throws IOException {
    assertThat(RequestHead.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
    assertThatThrownBy(
            () -> RequestHead.read(new ByteArrayInputStream("GET / HT".getBytes(US_ASCII))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void what_is_to_be_run_is_read_from_its_parameters() {
    RequestHead exec =
        RequestHead.parse(
            "POST /api/v1/pods/web/exec?command=ls&stdin=true&command=-l+%2Ftmp HTTP/1.1\r\n\r\n");
    assertThat(exec.method()).isEqualTo("POST");
    assertThat(exec.parameters("command")).containsExactly("ls", "-l /tmp");
    assertThat(RequestHead.parse("GET /api/v1/pods HTTP/1.1\r\n\r\n").parameters("command"))
        .isEmpty();
  }
}
