package dev.cnilab.conformance.kubernetes.recorder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A node's shell that stays open and reads line after line: {@code ./lab node NAME}. Each command
 * is sent as one line, and an additional line reports its end.
 */
final class NodeConsole implements RecordedShell {
  private final String end = "ended-" + UUID.randomUUID();
  private final String node;
  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  /**
   * Opens it.
   *
   * @param words the program
   */
  NodeConsole(List<String> words, String node, Map<String, String> environment) throws IOException {
    this.node = node;
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    process = builder.start();
    input = process.outputWriter(StandardCharsets.UTF_8);
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public String type(String command) throws IOException {
    String encoded = Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8));
    input.write(
        "sh -c \"$(echo %s | base64 -d)\" 2>&1; s=$?; echo; echo %s $s\n".formatted(encoded, end));
    input.flush();
    StringBuilder answer = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(end)) {
        return OutcomePrinter.of(
            answer.toString(), Integer.parseInt(line.substring(end.length()).strip()));
      }
      answer.append(line).append('\n');
    }
    throw new IOException(
        "the shell of %s ended at \"%s\", and said: %s".formatted(node, command, answer));
  }

  @Override
  public void close() {
    try {
      input.close();
      process.waitFor();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
