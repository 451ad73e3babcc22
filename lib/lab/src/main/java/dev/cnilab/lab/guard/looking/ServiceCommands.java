package dev.cnilab.lab.guard.looking;

import java.util.List;
import java.util.Set;

/** When commands for containers, units and the journal are read-only. */
final class ServiceCommands {
  private static final Set<String> CRI_FLAGS =
      Set.of(
          "-a",
          "--all",
          "-q",
          "--quiet",
          "-v",
          "--verbose",
          "--no-trunc",
          "-l",
          "--latest",
          "--digests",
          "--no-pager");

  private static final Set<String> CRI_VALUED =
      Set.of(
          "-o",
          "--output",
          "--name",
          "--namespace",
          "-s",
          "--state",
          "--label",
          "--id",
          "-p",
          "--pod",
          "--image",
          "--last",
          "-n",
          "--tail",
          "--template");

  private static final Set<String> CRI_VERBS =
      Set.of(
          "ps",
          "pods",
          "info",
          "inspect",
          "inspectp",
          "inspecti",
          "images",
          "img",
          "version",
          "stats",
          "statsp",
          "logs",
          "imagefsinfo");

  private static final Set<String> UNIT_VERBS =
      Set.of(
          "status",
          "is-active",
          "is-enabled",
          "is-failed",
          "is-system-running",
          "show",
          "cat",
          "list-units",
          "list-unit-files",
          "list-timers",
          "list-sockets",
          "list-dependencies");

  private static final AdmittedWords UNITS =
      new AdmittedWords(
          Set.of(
              "-l",
              "--full",
              "--no-pager",
              "-a",
              "--all",
              "-q",
              "--quiet",
              "--no-legend",
              "--plain",
              "--failed"),
          Set.of("-n", "--lines", "-p", "--property", "-t", "--type", "-o", "--output", "--state"),
          AdmittedWords.NAME,
          Integer.MAX_VALUE);

  private static final AdmittedWords JOURNAL =
      new AdmittedWords(
          Set.of(
              "--no-pager",
              "-r",
              "--reverse",
              "-e",
              "--pager-end",
              "-x",
              "--catalog",
              "-q",
              "--quiet",
              "-k",
              "--dmesg",
              "-b",
              "--boot",
              "--no-hostname",
              "-a",
              "--all",
              "--utc",
              "--no-full",
              "--disk-usage",
              "--list-boots"),
          Set.of(
              "-u",
              "--unit",
              "-n",
              "--lines",
              "-o",
              "--output",
              "-S",
              "--since",
              "-U",
              "--until",
              "-t",
              "--identifier",
              "-p",
              "--priority",
              "-g",
              "--grep"),
          AdmittedWords.NONE,
          0);

  private ServiceCommands() {}

  static boolean crictl(List<String> words) {
    return CRI_VERBS.contains(AdmittedWords.first(words))
        && new AdmittedWords(CRI_FLAGS, CRI_VALUED, AdmittedWords.NAME, 9)
            .admits(words.subList(1, words.size()));
  }

  static boolean systemctl(List<String> words) {
    List<String> verbs = words.stream().filter(word -> !word.startsWith("-")).toList();
    return UNIT_VERBS.contains(AdmittedWords.first(verbs)) && UNITS.admits(words);
  }

  static boolean journalctl(List<String> words) {
    return JOURNAL.admits(words);
  }
}
