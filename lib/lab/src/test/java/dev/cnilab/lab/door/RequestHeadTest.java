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
  void read_consumes_the_head_and_leaves_the_body() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream((TEXT + "body").getBytes(US_ASCII));
    RequestHead head = RequestHead.read(in).orElseThrow();
    assertThat(head.path()).isEqualTo("/api/v1/pods");
    assertThat(head.header("accept")).isEqualTo("b");
    assertThat(head.header("Upgrade")).isEmpty();
    assertThat(new String(head.bytes(), US_ASCII)).isEqualTo(TEXT);
    assertThat(new String(in.readAllBytes(), US_ASCII)).isEqualTo("body");
  }

  @Test
  void a_header_name_is_unique_regardless_of_case() {
    RequestHead head = RequestHead.parse(TEXT).with("HOST", "c").with("Connection", "close");
    assertThat(head.headers()).containsExactly("Accept: b", "HOST: c", "Connection: close");
    assertThat(head.without("accept").headers()).containsExactly("HOST: c", "Connection: close");
  }

  @Test
  void an_empty_stream_has_no_request_and_a_truncated_head_is_rejected() throws IOException {
    assertThat(RequestHead.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
    assertThatThrownBy(
            () -> RequestHead.read(new ByteArrayInputStream("GET / HT".getBytes(US_ASCII))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void the_command_of_an_exec_is_read_from_the_query_parameters() {
    RequestHead exec =
        RequestHead.parse(
            "POST /api/v1/pods/web/exec?command=ls&stdin=true&command=-l+%2Ftmp HTTP/1.1\r\n\r\n");
    assertThat(exec.method()).isEqualTo("POST");
    assertThat(exec.parameters("command")).containsExactly("ls", "-l /tmp");
    assertThat(RequestHead.parse("GET /api/v1/pods HTTP/1.1\r\n\r\n").parameters("command"))
        .isEmpty();
  }
}
