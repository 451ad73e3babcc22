package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.incident.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that acts as the on-call engineer.
 *
 * @param command a line for bash
 * @param budget for each incident
 */
public record OnCallProgram(String command, ProgramLimits budget) {

  /** The time for requests in progress when the program has ended. */
  private static final Duration TO_FINISH = Duration.ofSeconds(5);

  /**
   * Runs the program for an incident and waits for its answer.
   *
   * @param kubeconfig the file with which it reaches the cluster
   */
  ProgramReply deal(Case here, Path kubeconfig) {
    return ProgramReply.parse(said(told(here, kubeconfig)));
  }

  /**
   * The output until the program ends; empty if it does not end in time. It has been killed
   * afterwards.
   *
   * @param told its variables, including a {@code KUBECONFIG} that no other process has
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

  /**
   * The variables that the program gets; except for the report, they do not depend on the fault.
   */
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

  /** All words that an answer may contain: those of the whole catalogue. */
  private static String causes() {
    return Catalogue.outlines().stream()
        .map(Outline::causes)
        .flatMap(java.util.List::stream)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
