package dev.cnilab.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeashTest {

  private final PipedOutputStream otherEnd = new PipedOutputStream();
  private Leash leash;

  @BeforeEach
  void held() throws IOException {
    leash = Leash.of(new PipedInputStream(otherEnd));
  }

  @Test
  void work_is_interrupted_when_the_other_end_is_closed() {
    boolean interrupted =
        leash.hold(
            () -> {
              letGo();
              return isInterrupted();
            });
    assertThat(interrupted).isTrue();
    assertThat(leash.isPulled()).isTrue();
  }

  @Test
  void work_after_the_interruption_is_not_interrupted() {
    leash.hold(
        () -> {
          letGo();
          return isInterrupted();
        });
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void work_that_begins_after_the_other_end_was_closed_ends_at_once() {
    letGo();
    while (!leash.isPulled()) {
      Thread.onSpinWait();
    }
    assertThat(leash.hold(LeashTest::isInterrupted)).isTrue();
  }

  @Test
  void input_does_not_interrupt_the_work() throws IOException {
    otherEnd.write(1);
    otherEnd.flush();
    assertThat(leash.isPulled()).isFalse();
  }

  private void letGo() {
    try {
      otherEnd.close();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isInterrupted() {
    try {
      new CountDownLatch(1).await();
      return false;
    } catch (InterruptedException pulled) {
      return true;
    }
  }
}
