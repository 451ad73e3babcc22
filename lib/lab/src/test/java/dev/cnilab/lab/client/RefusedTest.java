package dev.cnilab.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RefusedTest {

  @Test
  void a_lost_connection_is_explained_in_words() {
    assertThat(Refused.message(new RuntimeException(new TimeoutException())))
        .isEqualTo("no answer came in time");
    assertThat(Refused.message(new ConnectException())).isEqualTo("nothing answers there");
  }

  @Test
  void an_exception_s_message_is_kept() {
    assertThat(Refused.message(new TimeoutException("after 5 s"))).isEqualTo("after 5 s");
  }
}
