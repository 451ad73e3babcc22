package dev.cnilab.cluster.labapi;

import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.streaming.CallerProcess;
import dev.cnilab.cluster.streaming.RunningCommand;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import dev.cnilab.userland.process.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The nodes' consoles: a screen and keyboard attached to each machine. Commands there run as root
 * and need neither kubelet nor containerd nor network.
 */
public final class Consoles {
  static final ResourceType TYPE =
      ResourceType.clusterWide("lab.cnilab.dev", "v1", "Console", "consoles")
          .withVerbs("create")
          .withSubresources("exec");

  /** As login(1) sets it for root. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HOME", "/root",
          "LANG", "C.UTF-8",
          "LOGNAME", "root",
          "PATH", ProcessTable.DEFAULT_PATH,
          "SHELL", "/bin/bash",
          "TERM", "linux",
          "USER", "root");

  private final Function<String, Optional<Machine>> machines;

  /**
   * Makes consoles.
   *
   * @param machines finds the machine of a node
   */
  public Consoles(Function<String, Optional<Machine>> machines) {
    this.machines = machines;
  }

  /**
   * Runs a command on a node. On the loop only.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is no such machine, 400 without a
   *     command
   */
  ExecSession exec(String node, ExecRequest request, StreamSink sink) {
    Machine machine =
        machines.apply(node).orElseThrow(() -> ApiErrors.notFound(ResourceTypes.NODES, node));
    if (request.command().isEmpty()) {
      throw ApiErrors.badRequest("you must specify at least one command for the console");
    }
    EventLoop loop = machine.loop();
    return new RunningCommand(
        loop, loop::spawn, request, sink, streams -> run(machine, request, streams));
  }

  private static int run(Machine machine, ExecRequest request, ExecStreams streams) {
    return CallerProcess.run(
        machine.loop(), streams, files -> start(machine, request, files), Consoles::await);
  }

  private static Process start(Machine machine, ExecRequest request, Map<Integer, OpenFile> files) {
    ProcessSpec spec =
        ProcessSpec.of(request.command()).environment(ENVIRONMENT).cgroup(session(machine));
    for (Map.Entry<Integer, OpenFile> file : files.entrySet()) {
      spec = spec.descriptor(file.getKey(), file.getValue());
    }
    try {
      return machine.start(spec);
    } catch (FileException refused) {
      throw CriException.unknown(
          machine.isRebooting()
              ? machine.hostname() + " is booting: try again in a moment"
              : String.valueOf(refused.getMessage()));
    }
  }

  /**
   * A control group for a login's processes, as systemd-logind makes it: they take turns with all
   * others, and where memory runs out, they are killed before kubelet and containerd. Its limit of
   * processes leaves room for the next login.
   */
  private static Cgroup session(Machine machine) {
    Cgroup user = machine.cgroup().child("user.slice").child("user-0.slice");
    user.removeUnused();
    int number = 1;
    while (user.children().containsKey(scope(number))) {
      number++;
    }
    Cgroup session = user.child(scope(number));
    session.pids().setMaxOfUnit();
    return session;
  }

  private static String scope(int number) {
    return "session-" + number + ".scope";
  }

  /** When the caller leaves, the command is ended, as on a terminal that hangs up. */
  private static int await(Process process) {
    try {
      return process.await();
    } finally {
      process.family().kill(Signal.HUP);
    }
  }
}
