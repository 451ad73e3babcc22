package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.duty.incident.Case;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that is on call.
 *
 * @param command a line for bash
 * @param budget for each incident
 */
public record Program(String command, Budget budget) {

  /** For what is on its way when the program has ended. */
  private static final Duration TO_FINISH = Duration.ofSeconds(5);

  /**
   * Asks it about an incident, and waits for its answer.
   *
   * @param kubeconfig the file by which it reaches the cluster
   */
  Reply deal(Case here, Path kubeconfig) {
    return Reply.parse(said(told(here, kubeconfig)));
  }

  /**
   * What it prints until it ends; nothing if it does not end in time. Then nothing of it runs.
   *
   * @param told variables, of which {@code KUBECONFIG} is that of nobody else
   */
  String said(Map<String, String> told) {
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", command).redirectError(ProcessBuilder.Redirect.INHERIT);
    bash.environment().putAll(told);
    try {
      Process process = bash.start();
      process.getOutputStream().close();
      LastWords words = new LastWords(process.getInputStream());
      Leftovers leftovers = new Leftovers(process, "KUBECONFIG=" + told.get("KUBECONFIG"));
      Thread whenInterrupted = new Thread(leftovers::end);
      Runtime.getRuntime().addShutdownHook(whenInterrupted);
      boolean ended = process.waitFor(budget.time().toMillis(), TimeUnit.MILLISECONDS);
      leftovers.end();
      Runtime.getRuntime().removeShutdownHook(whenInterrupted);
      return ended ? words.text(TO_FINISH) : "";
    } catch (IOException e) {
      throw LabException.of("could not run " + command, e.toString(), Suggestions.CHECK_THE_PATH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** All that it is told: nothing of it depends on which fault it is, but for the report. */
  private Map<String, String> told(Case here, Path kubeconfig) {
    return Map.of(
        "KUBECONFIG",
        kubeconfig.toString(),
        "CNILAB_REPORT",
        here.fault().report(),
        "CNILAB_CAUSES",
        causes(),
        "CNILAB_SECONDS",
        String.valueOf(budget.time().toSeconds()),
        "CNILAB_COMMANDS",
        budget.isLimited() ? String.valueOf(budget.commands()) : "");
  }

  /** Every word that an answer may have: those of the whole catalogue. */
  private static String causes() {
    return Catalogue.outlines().stream()
        .map(Outline::causes)
        .flatMap(java.util.List::stream)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
