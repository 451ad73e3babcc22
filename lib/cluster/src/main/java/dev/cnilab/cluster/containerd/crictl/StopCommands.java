package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code crictl stop}, {@code rm}, {@code stopp} and {@code rmp}. */
record StopCommands(CriRuntime runtime, CallTimeout patience) {
  static final Flags STOP = Flags.of(Flag.bool("all", "a"), Flag.number("timeout", "t"));
  static final Flags REMOVE =
      Flags.of(Flag.bool("all", "a"), Flag.bool("force", "f"), Flag.bool("keep-logs", "k"));
  static final Flags REMOVE_POD = Flags.of(Flag.bool("all", "a"), Flag.bool("force", "f"));

  boolean stop(Process process, Given given) {
    List<String> ids = given.operands();
    if (given.has("all") && !ids.isEmpty()) {
      throw refusal(process, "cannot specify CONTAINER-ID(s) when using --all");
    } else if (given.has("all")) {
      ids =
          runtime.listContainers().stream()
              .filter(StopCommands::isRunning)
              .map(ContainerStatus::id)
              .toList();
      if (ids.isEmpty()) {
        process.out().println("No running containers found.");
      }
    } else if (ids.isEmpty()) {
      throw refusal(process, "you must specify at least one CONTAINER-ID or use --all");
    }
    for (String id : ids) {
      attempt(
          "stopping the container " + GoText.quote(id),
          () -> runtime.stopContainer(id, Duration.ofSeconds(given.number("timeout"))));
      process.out().println(id);
    }
    return true;
  }

  /** Ends the process with a plain line, without the log's format. */
  private static RuntimeException refusal(Process process, String why) {
    process.err().println(why);
    return process.exit(1);
  }

  boolean remove(Process process, Given given) {
    List<String> ids =
        given.has("all")
            ? runtime.listContainers().stream().map(ContainerStatus::id).toList()
            : given.operands();
    return each(process, given, ids, "container", id -> remove(process, given, id));
  }

  private void remove(Process process, Given given, String id) {
    ContainerStatus[] status = new ContainerStatus[1];
    String quoted = GoText.quote(id);
    attempt(
        "getting container status " + quoted,
        () -> status[0] = Inspection.status(runtime, process, id));
    if (isRunning(status[0]) && !given.has("force")) {
      throw new CrictlFailure("container " + quoted + " is running, please stop it first");
    } else if (isRunning(status[0])) {
      attempt("stopping the container " + quoted, () -> runtime.stopContainer(id, Duration.ZERO));
      process.out().println(id);
    }
    attempt("removing container " + quoted, () -> runtime.removeContainer(id));
    process.out().println(id);
    if (!given.has("keep-logs")) {
      removeLog(process, status[0].logPath());
    }
  }

  private static void removeLog(Process process, String path) {
    try {
      process.machine().files().unlink(path);
    } catch (FileException gone) {
      process
          .err()
          .println(
              "removing log file " + path + " failed: " + GoText.pathError("remove", path, gone));
    }
  }

  boolean stopPods(Process process, Given given) {
    for (String id : given.operands()) {
      attempt("stopping the pod sandbox " + GoText.quote(id), () -> stopPod(process, id));
      process.out().println("Stopped sandbox " + id);
    }
    return !given.operands().isEmpty();
  }

  private void stopPod(Process process, String id) {
    patience.call(
        process,
        "remote_runtime.go:355",
        "StopPodSandbox",
        id,
        deadline -> runtime.stopPodSandbox(id, deadline));
  }

  boolean removePods(Process process, Given given) {
    List<String> ids =
        given.has("all")
            ? runtime.listPodSandbox().stream().map(PodSandboxStatus::id).toList()
            : given.operands();
    return each(process, given, ids, "pod", id -> removePod(process, given, id));
  }

  private void removePod(Process process, Given given, String id) {
    PodSandboxStatus[] status = new PodSandboxStatus[1];
    String quoted = GoText.quote(id);
    attempt(
        "getting sandbox status of pod " + quoted, () -> status[0] = runtime.podSandboxStatus(id));
    boolean ready = status[0].state() == PodSandboxStatus.State.SANDBOX_READY;
    if (ready && !given.has("force")) {
      throw new CrictlFailure("pod sandbox " + quoted + " is running, please stop it first");
    } else if (ready) {
      attempt("stopping the pod sandbox " + quoted + " failed", () -> stopPod(process, id));
      process.out().println("Stopped sandbox " + id);
    }
    attempt(
        "removing the pod sandbox " + quoted,
        () ->
            patience.call(
                process,
                "remote_runtime.go:375",
                "RemovePodSandbox",
                id,
                deadline -> runtime.removePodSandbox(id, deadline)));
    process.out().println("Removed sandbox " + id);
  }

  /** Applies an action to each, and reports all failures at the end. */
  private static boolean each(
      Process process, Given given, List<String> ids, String kind, Consumer<String> action) {
    if (ids.isEmpty() && given.has("all")) {
      CrictlLog.info(process, "No " + kind + "s to remove");
      return true;
    }
    List<String> failures = new ArrayList<>();
    for (String id : ids) {
      try {
        action.accept(id);
      } catch (CrictlFailure failed) {
        failures.add(failed.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new CrictlFailure(String.join("\n", failures));
    }
    return !ids.isEmpty();
  }

  private static boolean isRunning(ContainerStatus container) {
    return container.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }

  private static void attempt(String what, Runnable call) {
    try {
      call.run();
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping(what, failed);
    }
  }
}
