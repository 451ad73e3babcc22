package dev.cnilab.conformance.kubernetes.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A shell that is started for each command, with the command as its last argument: {@code bash -c},
 * or {@code ssh NODE}.
 *
 * @param environment variables in addition to this program's own
 */
record ShellProgram(List<String> words, Map<String, String> environment) implements RecordedShell {
  /** How long a command may take; a longer one is ended, as by {@code timeout}. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int TIMED_OUT = 124;

  @Override
  public String type(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(words.stream(), Stream.of(command)).toList());
    builder.redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                output.complete(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException broken) {
                output.completeExceptionally(broken);
              }
            });
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return OutcomePrinter.of(output.join(), ended ? process.exitValue() : TIMED_OUT);
  }

  @Override
  public void close() {
    // Every command has already ended.
  }
}
