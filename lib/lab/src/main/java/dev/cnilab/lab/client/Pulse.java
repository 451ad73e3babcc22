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
 * Whether a silent command is still connected. When a kubelet dies, the connections to its commands
 * stay open for many minutes without notice. After some silence another command is therefore sent
 * over the same path.
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
   * Checks the connection if it is time to.
   *
   * @param printed the length of the output so far
   * @return what blocks commands; empty if nothing does
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
