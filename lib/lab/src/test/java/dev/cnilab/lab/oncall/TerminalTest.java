package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {

  /** Somebody who types Ctrl-C the moment they see a prompt. */
  private static final class Hasty extends PrintStream {
    private final ByteArrayOutputStream seen;
    private Optional<OnCallTerminal> terminal = Optional.empty();

    Hasty(ByteArrayOutputStream seen) {
      super(seen, true, StandardCharsets.UTF_8);
      this.seen = seen;
    }

    @Override
    public void flush() {
      super.flush();
      Optional<OnCallTerminal> once = terminal;
      terminal = Optional.empty();
      once.ifPresent(each -> assertThat(each.interrupt()).isFalse());
    }
  }

  @Test
  void an_interrupt_as_soon_as_the_question_is_seen_asks_again() {
    Hasty out = new Hasty(new ByteArrayOutputStream());
    OnCallTerminal terminal =
        new OnCallTerminal(
            new BufferedReader(new StringReader("a\n")),
            out,
            InstantSource.system(),
            (line, kubeconfig) -> "");
    out.terminal = Optional.of(terminal);

    assertThat(terminal.asked("which? ")).contains("a");
    assertThat(out.seen.toString(StandardCharsets.UTF_8)).isEqualTo("which? \nwhich? ");
  }
}
