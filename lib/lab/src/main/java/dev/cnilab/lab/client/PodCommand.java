package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A command in a pod's first container, through the kubelet of its node. */
final class PodCommand {

  private static final int LOOK_MILLIS = 500;

  private final PodResource pod;
  private final String name;
  private final String[] words;
  private final CommandOutput output = new CommandOutput();
  private final ByteArrayOutputStream end = new ByteArrayOutputStream();

  PodCommand(PodResource pod, String name, String... words) {
    this.pod = pod;
    this.name = name;
    this.words = words;
  }

  /** Runs it to its end; {@code watch} receives all output, even if it is cut off. */
  ExecResult run(Consumer<String> watch) {
    try {
      return result(watch);
    } catch (LabException cutOff) {
      watch.accept(output.out().text());
      throw cutOff;
    }
  }

  @SuppressWarnings("deprecation") // nothing else passes on the server's reason
  private ExecResult result(Consumer<String> watch) {
    try (ExecWatch running =
        pod.writingOutput(output.out())
            .writingError(output.err())
            .writingErrorChannel(end)
            .withReadyWaitTimeout(0)
            .exec(words)) {
      int status = status(running, watch);
      if (output.isTooLong()) {
        throw failed(Printing.TOO_MUCH, Suggestions.PRINT_LESS);
      }
      return status < 0 ? notStarted() : output.result(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("the cell was interrupted", Suggestions.RUN_AGAIN);
    } catch (ExecutionException e) {
      throw failed(Refused.message(requireNonNull(e.getCause())), Suggestions.describePod(name));
    } catch (KubernetesClientException e) {
      throw failed(Refused.message(e), Suggestions.describePod(name));
    }
  }

  /** As kubectl says it: the server's reason, and the status 1. */
  private ExecResult notStarted() {
    String status = end.toString(UTF_8);
    String reason =
        status.isEmpty() ? "it could not be started" : Json.parse(status).text("/message");
    return new ExecResult(output.out().text(), output.err().text() + "error: " + reason + "\n", 1);
  }

  private LabException failed(String found, String suggestion) {
    return LabException.of(
        "could not run '" + String.join(" ", words) + "' in pod " + name, found, suggestion);
  }

  private int status(ExecWatch running, Consumer<String> watch)
      throws InterruptedException, ExecutionException {
    Pulse pulse = new Pulse(pod);
    while (true) {
      try {
        Integer status = running.exitCode().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (status == null) { // in fabric8, only the connection has ended
          throw failed("the connection was cut off", Suggestions.REPAIR_THE_SHELL);
        }
        return status;
      } catch (TimeoutException itStillRuns) {
        watch.accept(output.out().text());
        if (output.isTooLong()) {
          throw failed(Printing.TOO_MUCH_AND_ENDED, Suggestions.PRINT_LESS);
        }
        Optional<String> missing = pulse.missing(output.size());
        if (missing.isPresent() && !running.exitCode().isDone()) {
          throw failed(missing.get(), Suggestions.REPAIR_THE_SHELL);
        }
      }
    }
  }
}
