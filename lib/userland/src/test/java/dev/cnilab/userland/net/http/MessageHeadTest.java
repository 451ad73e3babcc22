package dev.cnilab.userland.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageHeadTest {
  @Test
  void a_request_head_has_a_method_a_target_and_headers() {
    MessageHead head =
        MessageHead.of("GET /a?b=c HTTP/1.1\r\nHost: x:80\r\nAccept:\r\n\r\nbody: 1");

    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("/a?b=c");
    assertThat(head.headers()).hasSize(2).containsEntry("host", "x:80").containsEntry("Accept", "");
  }

  @Test
  void a_response_head_has_a_status_and_an_optional_reason() {
    assertThat(MessageHead.of("HTTP/1.1 204\r\n\r\n").status()).isEqualTo(204);
    assertThat(MessageHead.of("HTTP/1.1 404 Not Found\r\n\r\n").reason()).isEqualTo("Not Found");
    assertThat(MessageHead.of("").status()).isZero();
    assertThat(MessageHead.of("SSH-2.0-x y z").status()).isZero();
  }

  @Test
  void the_last_header_of_a_name_wins_regardless_of_case() {
    MessageHead head = MessageHead.of("HTTP/1.1 200 OK\r\ncontent-LENGTH: 1\r\nContent-Length: 7");

    assertThat(head.contentLength()).hasValue(7);
    assertThat(MessageHead.of("HTTP/1.1 200 OK\r\nContent-Length: ten").contentLength()).isEmpty();
  }

  @Test
  void the_body_begins_after_the_first_empty_line() {
    assertThat(MessageHead.body("GET / HTTP/1.1\r\n\r\na\r\n\r\nb")).hasValue(18);
    assertThat(MessageHead.body("GET / HTTP/1.1\r\nHost: x\r\n")).isEmpty();
  }
}
