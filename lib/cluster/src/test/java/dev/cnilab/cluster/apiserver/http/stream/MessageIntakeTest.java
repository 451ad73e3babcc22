package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.channels.ReadPendingException;
import org.junit.jupiter.api.Test;

class MessageIntakeTest {
  private static final int MUCH = 100_000;

  /** As Jetty's, it takes no second request for a message that has not arrived yet. */
  private static final class Socket {
    private boolean pending = true;

    void demand() {
      if (pending) {
        throw new ReadPendingException();
      }
      pending = true;
    }

    boolean arrives() {
      boolean demanded = pending;
      pending = false;
      return demanded;
    }
  }

  private final Socket socket = new Socket();
  private boolean hasRoom = true;
  private final MessageIntake intake = new MessageIntake(socket::demand, () -> hasRoom);

  @Test
  void the_next_message_follows_once_a_large_one_is_read() {
    assertThat(socket.arrives()).isTrue();
    intake.handle(
        () -> {
          intake.queue(MUCH);
          intake.taken(MUCH);
        });
    assertThat(socket.arrives()).isTrue();
  }

  @Test
  void no_message_is_requested_until_there_is_room() {
    socket.arrives();
    intake.handle(() -> intake.queue(MUCH));
    assertThat(socket.pending).isFalse();
    intake.taken(1);
    assertThat(socket.pending).isFalse();
    intake.taken(MUCH - 1);
    assertThat(socket.pending).isTrue();
  }

  @Test
  void the_next_message_follows_a_failed_one() {
    socket.arrives();
    assertThatCode(
            () ->
                intake.handle(
                    () -> {
                      throw new IllegalStateException("a defect");
                    }))
        .hasMessage("a defect");
    assertThat(socket.arrives()).isTrue();
  }

  @Test
  void no_message_is_requested_while_answers_are_unread() {
    socket.arrives();
    hasRoom = false;
    intake.handle(() -> {});
    assertThat(socket.pending).isFalse();
    hasRoom = true;
    intake.ask();
    assertThat(socket.arrives()).isTrue();
  }

  @Test
  void input_that_is_read_late_does_not_request_a_second_message() {
    socket.arrives();
    intake.handle(() -> intake.queue(1));
    assertThatCode(() -> intake.taken(1)).doesNotThrowAnyException();
    assertThat(socket.arrives()).isTrue();
  }
}
