package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
  void an_interrupt_at_a_question_repeats_the_question() {
    Hasty out = new Hasty(new ByteArrayOutputStream());
    OnCallTerminal terminal =
        new OnCallTerminal(
            new BufferedReader(new StringReader("a\n")),
            out,
            InstantSource.system(),
            (line, kubeconfig) -> new OnCallTerminal.Ran("", false));
    out.terminal = Optional.of(terminal);

    assertThat(terminal.asked("which? ")).contains("a");
    assertThat(out.seen.toString(StandardCharsets.UTF_8)).isEqualTo("which? \nwhich? ");
  }

  @Test
  void an_interrupted_line_returns_only_after_the_interrupt_is_handled() {
    AtomicReference<OnCallTerminal> here = new AtomicReference<>();
    AtomicBoolean heard = new AtomicBoolean();
    OnCallTerminal terminal =
        new OnCallTerminal(
            new BufferedReader(new StringReader("sleep\n")),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            InstantSource.system(),
            (line, kubeconfig) -> {
              CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                  .execute(
                      () -> {
                        heard.set(true);
                        here.get().interrupt();
                      });
              return new OnCallTerminal.Ran("", true);
            });
    here.set(terminal);

    terminal.run(terminal.asked("> ").orElseThrow(), "");
    assertThat(heard).isTrue();
  }
}
