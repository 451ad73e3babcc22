package dev.cnilab.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramExitTest {

  private static final int FAILED = 2;

  /** On a full disk. */
  private static PrintStream output() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int single) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    return new PrintStream(new StandardOutput(full), true, StandardCharsets.UTF_8);
  }

  static Stream<Consumer<PrintStream>> ways() {
    return Stream.of(
        out -> out.print("x"),
        out -> out.printf("%d%n", 1),
        out -> out.write('x'),
        out -> out.write(new byte[] {'x'}, 0, 1));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void a_failed_write_to_standard_output_is_reported(Consumer<PrintStream> way) {
    PrintStream out = output();
    assertThatThrownBy(() -> way.accept(out))
        .isInstanceOf(StandardOutput.Unwritten.class)
        .hasMessage("could not write to the standard output: No space left on device");
  }

  @Test
  void a_program_s_resources_are_closed_when_its_output_fails() throws IOException {
    List<String> closed = new ArrayList<>();
    int status =
        new ProgramExit(FAILED)
            .status(
                () -> {
                  try (Held held = () -> closed.add("the cluster")) {
                    output().println(held);
                  }
                  return 0;
                });
    assertThat(closed).containsExactly("the cluster");
    assertThat(status).isNotZero();
  }

  private interface Held extends AutoCloseable {
    @Override
    void close();
  }

  @Test
  void a_program_exits_with_the_status_of_its_work_or_of_its_failure() throws IOException {
    assertThat(new ProgramExit(FAILED).status(() -> 3)).isEqualTo(3);
    assertThat(
            new ProgramExit(FAILED)
                .status(
                    () -> {
                      throw LabException.of("could not look", "it is dark", "light");
                    }))
        .isEqualTo(FAILED);
  }

  @Test
  void only_a_pipe_is_read_by_another_process(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = Files.createFile(folder.resolve("file"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(ProgramExit.isRead(file)).isFalse();
    assertThat(ProgramExit.isRead(Path.of("/dev/null"))).isFalse();
    assertThat(ProgramExit.isRead(pipe)).isTrue();
  }
}
