package dev.cnilab.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RefusedTest {

  @Test
  void connection_errors_without_a_message_are_explained() {
    assertThat(Refused.message(new RuntimeException(new TimeoutException())))
        .isEqualTo("no answer came in time");
    assertThat(Refused.message(new ConnectException())).isEqualTo("nothing answers there");
  }

  @Test
  void the_message_of_an_exception_is_kept() {
    assertThat(Refused.message(new TimeoutException("after 5 s"))).isEqualTo("after 5 s");
  }
}
