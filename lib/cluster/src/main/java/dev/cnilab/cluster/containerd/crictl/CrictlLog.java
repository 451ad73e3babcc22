package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * crictl's messages on standard error, as logrus writes them to a terminal and to anything else.
 */
final class CrictlLog {
  private static final String RED = "\033[31m";
  private static final String YELLOW = "\033[33m";
  private static final String BLUE = "\033[36m";
  private static final String PLAIN = "\033[0m";

  private CrictlLog() {}

  static void info(Process process, String message) {
    write(process, "info", BLUE + "INFO", message);
  }

  static void warning(Process process, String message) {
    write(process, "warning", YELLOW + "WARN", message);
  }

  static void error(Process process, String message) {
    write(process, "error", RED + "ERRO", message);
  }

  private static void write(Process process, String level, String coloured, String message) {
    String time =
        DateTimeFormatter.ISO_INSTANT.format(process.now().truncatedTo(ChronoUnit.SECONDS));
    process
        .err()
        .println(
            process.err().isTerminal()
                ? coloured + PLAIN + "[0000] %-44s ".formatted(message)
                : "time=\"%s\" level=%s msg=%s".formatted(time, level, GoText.quote(message)));
  }
}
