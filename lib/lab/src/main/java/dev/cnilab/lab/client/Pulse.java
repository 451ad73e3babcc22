package dev.cnilab.lab.client;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a command that is silent can still be heard. When a kubelet ends, nobody tells those who
 * listen to its commands: their connections stay open for many minutes. So after a time of silence
 * another command is sent the same way.
 */
final class Pulse {

  private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long ANSWER_SECONDS = 5;

  private final PodResource pod;
  private long heard = System.nanoTime();
  private int length;

  Pulse(PodResource pod) {
    this.pod = pod;
  }

  /**
   * Feels it, if it is time to.
   *
   * @param printed how much the command has printed so far
   * @return what keeps commands from getting through; empty if nothing does
   */
  Optional<String> missing(int printed) throws InterruptedException {
    if (printed == length && System.nanoTime() - heard < LONGEST_SILENCE) {
      return Optional.empty();
    }
    Optional<String> failure = printed == length ? tried() : Optional.empty();
    length = printed;
    heard = System.nanoTime();
    return failure;
  }

  private Optional<String> tried() throws InterruptedException {
    try (ExecWatch another =
        pod.writingOutput(OutputStream.nullOutputStream()).withReadyWaitTimeout(0).exec("true")) {
      another.exitCode().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (TimeoutException silent) {
      return Optional.of(
          "nothing has come back for " + ANSWER_SECONDS + " s, not even from 'true'");
    } catch (ExecutionException refused) {
      return Optional.of(Refused.message(requireNonNull(refused.getCause())));
    } catch (KubernetesClientException refused) {
      return Optional.of(Refused.message(refused));
    }
  }
}
