package dev.cnilab.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeashTest {

  @Test
  void the_thread_is_interrupted_when_the_other_end_is_let_go() throws Exception {
    PipedOutputStream otherEnd = new PipedOutputStream();
    Leash leash = Leash.of(new PipedInputStream(otherEnd));
    assertThat(leash.isPulled()).isFalse();
    otherEnd.close();
    assertThat(interrupted()).isTrue();
    assertThat(leash.isPulled()).isTrue();
  }

  @Test
  void what_is_written_does_not_pull_it() throws IOException {
    PipedOutputStream otherEnd = new PipedOutputStream();
    Leash leash = Leash.of(new PipedInputStream(otherEnd));
    otherEnd.write(1);
    otherEnd.flush();
    assertThat(leash.isPulled()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  private static boolean interrupted() {
    try {
      new CountDownLatch(1).await();
      return false;
    } catch (InterruptedException pulled) {
      return true;
    }
  }
}
