package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.cri.CriException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Logs the calls of containerd's clients, as its instrumented service does. */
record CallLog(ContainerdProcess process, ContainerdLog log) {

  /**
   * Makes a call and logs its beginning and end.
   *
   * @param success what is logged of its result
   * @throws CriException if it fails, or the service is down
   */
  <T> T logged(String begin, String failure, Supplier<T> call, Function<T, String> success) {
    requireRunning();
    log.info(begin);
    try {
      T result = call.get();
      log.info(success.apply(result));
      return result;
    } catch (CallerGone crashed) {
      throw lost();
    } catch (CriException failed) {
      log.error(failure, failed.getMessage());
      throw failed;
    }
  }

  /**
   * Makes a call without a result, and logs its beginning and end.
   *
   * @param call what is called for what, as it begins each line
   * @throws CriException if it fails, or the service is down
   */
  void logged(String call, Runnable action) {
    logged(
        call,
        call + " failed",
        () -> {
          action.run();
          return call;
        },
        done -> done + " returns successfully");
  }

  /** The error of a client whose call was cut short by the end of containerd. */
  static CriException lost() {
    return new CriException(CriException.Code.UNAVAILABLE, "error reading from server: EOF");
  }

  /**
   * Checks that the service is up, and has a part for kubelets.
   *
   * @throws CriException in the words of a client's dialer
   */
  void requireRunning() {
    if (!process.isRunning()) {
      throw new CriException(
          CriException.Code.UNAVAILABLE,
          "connection error: desc = \"transport: Error while dialing: dial unix "
              + Containerd.SOCKET
              + ": connect: no such file or directory\"");
    } else if (!process.hasCri()) {
      throw new CriException(
          CriException.Code.UNIMPLEMENTED, "unknown service runtime.v1.RuntimeService");
    }
  }
}
