package dev.cnilab.lab.oncall;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The learner's own shell, on their own machine. */
public record Bash(PrintStream out) implements OnCallTerminal.Shell {
  /** The exit status of what SIGINT has ended; bash(1), EXIT STATUS. */
  private static final int INTERRUPTED = 128 + 2;

  @Override
  public OnCallTerminal.Ran run(String line, String kubeconfig) {
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectErrorStream(true);
    bash.environment().put("KUBECONFIG", kubeconfig);
    StringBuilder printed = new StringBuilder();
    int status = 0;
    try {
      Process process = bash.start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String next = lines.readLine(); next != null; next = lines.readLine()) {
          out.println(next);
          printed.append(next).append('\n');
        }
      }
      status = process.waitFor();
    } catch (IOException e) {
      throw LabException.of("could not run " + line, e.toString(), Suggestions.RUN_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new OnCallTerminal.Ran(printed.toString(), status == INTERRUPTED);
  }
}
