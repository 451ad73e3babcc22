package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.containerd.network.NetworkInfo;
import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.Image;
import dev.cnilab.cluster.cri.PodSandboxStatus;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code crictl}: a client of the runtime for people. */
public final class Crictl implements Program {
  private static final Set<String> ALL = Set.of("-a", "--all");
  private static final Set<String> QUIET = Set.of("-q", "--quiet");
  private static final Set<String> TERMINAL = Set.of("-i", "-t", "-it", "--tty", "--interactive");

  private final CriRuntime runtime;
  private final Supplier<NetworkInfo> network;

  public Crictl(CriRuntime runtime, Supplier<NetworkInfo> network) {
    this.runtime = runtime;
    this.network = network;
  }

  @Override
  public int run(Process process) throws IOException {
    List<String> arguments =
        new ArrayList<>(process.arguments().subList(1, process.arguments().size()));
    String command = arguments.isEmpty() ? "help" : arguments.removeFirst();
    try {
      connect(process);
      return run(command, arguments, process);
    } catch (CriException failed) {
      process.err().println("FATA[0000] " + failed.getMessage());
      return 1;
    }
  }

  /** Whoever may not write to the runtime's socket is told so before anything is asked. */
  private static void connect(Process process) {
    int user = process.user();
    if (user != 0 && !process.credentials().can(Capability.DAC_OVERRIDE)) {
      throw new CriException(
          CriException.Code.UNKNOWN,
          "validate service connection: validate CRI v1 runtime API for endpoint"
              + " \"unix:///run/containerd/containerd.sock\": rpc error: code = Unavailable desc ="
              + " connection error: desc = \"transport: Error while dialing: dial unix"
              + " /run/containerd/containerd.sock: connect: permission denied\"");
    }
  }

  private int run(String command, List<String> arguments, Process process) throws IOException {
    return switch (command) {
      case "info" -> print(process, Info.of(runtime.status(), network.get()));
      case "version" -> version(process);
      case "pods" -> pods(process, arguments);
      case "ps" -> ps(process, arguments);
      case "images", "img", "image" -> images(process);
      case "inspectp" -> print(process, Inspection.of(runtime.podSandboxStatus(id(arguments))));
      case "inspect" -> print(process, Inspection.of(runtime.containerStatus(id(arguments))));
      case "logs" -> logs(process, runtime.containerStatus(id(arguments)));
      case "exec" -> exec(process, arguments);
      case "pull" -> {
        process.out().println("Image is up to date for " + runtime.pullImage(id(arguments)));
        yield 0;
      }
      case "stats" -> stats(process);
      case "stopp" -> {
        runtime.stopPodSandbox(id(arguments));
        process.out().println("Stopped sandbox " + id(arguments));
        yield 0;
      }
      case "rmp" -> {
        runtime.removePodSandbox(id(arguments));
        process.out().println("Removed sandbox " + id(arguments));
        yield 0;
      }
      default -> {
        process
            .err()
            .println(
                "crictl here knows exec, images, info, inspect, inspectp, logs, pods, ps, pull,"
                    + " rmp, stats, stopp and version, not \""
                    + command
                    + "\"");
        yield 1;
      }
    };
  }

  private static String id(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .orElseThrow(
            () -> new CriException(CriException.Code.INVALID_ARGUMENT, "ID cannot be empty"));
  }

  private static int print(Process process, JsonNode json) {
    process.out().println(GoJson.marshalForReading(json));
    return 0;
  }

  private int version(Process process) {
    var version = runtime.version();
    process
        .out()
        .println(
            "Version:  0.1.0\nRuntimeName:  %s\nRuntimeVersion:  %s\nRuntimeApiVersion:  %s"
                .formatted(
                    version.runtimeName(), version.runtimeVersion(), version.runtimeApiVersion()));
    return 0;
  }

  private int pods(Process process, List<String> arguments) {
    List<PodSandboxStatus> sandboxes = runtime.listPodSandbox().reversed();
    if (arguments.stream().anyMatch(QUIET::contains)) {
      sandboxes.forEach(sandbox -> process.out().println(sandbox.id()));
      return 0;
    }
    Table table =
        new Table("POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME");
    for (PodSandboxStatus sandbox : sandboxes) {
      table.add(
          shortened(sandbox.id()),
          Ago.of(sandbox.createdAt(), process.loop().now()),
          sandbox.state() == PodSandboxStatus.State.SANDBOX_READY ? "Ready" : "NotReady",
          sandbox.metadata().name(),
          sandbox.metadata().namespace(),
          String.valueOf(sandbox.metadata().attempt()),
          "(default)");
    }
    process.out().print(table);
    return 0;
  }

  private int ps(Process process, List<String> arguments) {
    boolean all = arguments.stream().anyMatch(ALL::contains);
    boolean quiet = arguments.stream().anyMatch(QUIET::contains);
    Table table =
        new Table(
            "CONTAINER",
            "IMAGE",
            "CREATED",
            "STATE",
            "NAME",
            "ATTEMPT",
            "POD ID",
            "POD",
            "NAMESPACE");
    for (ContainerStatus container : runtime.listContainers().reversed()) {
      if (!all && container.state() != ContainerStatus.State.CONTAINER_RUNNING) {
        continue;
      }
      if (quiet) {
        process.out().println(container.id());
      }
      table.add(
          shortened(container.id()),
          shortened(
              runtime.imageStatus(container.image()).map(Image::id).orElse(container.image())),
          Ago.of(container.createdAt(), process.loop().now()),
          switch (container.state()) {
            case CONTAINER_CREATED -> "Created";
            case CONTAINER_RUNNING -> "Running";
            case CONTAINER_EXITED -> "Exited";
          },
          container.metadata().name(),
          String.valueOf(container.metadata().attempt()),
          shortened(container.podSandboxId()),
          container.labels().getOrDefault("io.kubernetes.pod.name", "unknown"),
          container.labels().getOrDefault("io.kubernetes.pod.namespace", "unknown"));
    }
    if (!quiet) {
      process.out().print(table);
    }
    return 0;
  }

  private int images(Process process) {
    Table table = new Table("IMAGE", "TAG", "IMAGE ID", "SIZE");
    for (Image image : runtime.listImages()) {
      for (String name : image.repoTags()) {
        int colon = name.lastIndexOf(':');
        table.add(
            name.substring(0, colon),
            name.substring(colon + 1),
            image.id().substring("sha256:".length(), "sha256:".length() + 13),
            size(image.size()));
      }
    }
    process.out().print(table);
    return 0;
  }

  /** Three significant digits with a decimal unit, as {@code units.HumanSizeWithPrecision}. */
  private static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    List<String> units = List.of("B", "kB", "MB", "GB");
    while (size >= 1000 && unit < units.size() - 1) {
      size /= 1000;
      unit++;
    }
    String digits = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return digits.formatted(size) + units.get(unit);
  }

  private int stats(Process process) {
    Table table = new Table("CONTAINER", "NAME", "CPU %", "MEM", "DISK", "INODES", "SWAP");
    for (ContainerStatus container : runtime.listContainers()) {
      if (container.state() == ContainerStatus.State.CONTAINER_RUNNING) {
        table.add(
            shortened(container.id()), container.metadata().name(), "0.00", "0B", "0B", "0", "0B");
      }
    }
    process.out().print(table);
    return 0;
  }

  /** The text of the log, each line without its time, stream and tag. */
  private static int logs(Process process, ContainerStatus container) throws IOException {
    for (String line : process.machine().files().readText(container.logPath()).lines().toList()) {
      String[] parts = line.split(" ", 4);
      String text = parts[3] + (parts[2].equals("F") ? "\n" : "");
      (parts[1].equals("stderr") ? process.err() : process.out()).print(text);
    }
    return 0;
  }

  private int exec(Process process, List<String> arguments) {
    List<String> rest = arguments.stream().dropWhile(TERMINAL::contains).toList();
    ExecStreams.Mode mode =
        arguments.stream().anyMatch(argument -> argument.equals("-it") || argument.equals("-t"))
            ? ExecStreams.Mode.TTY
            : ExecStreams.Mode.PIPES;
    return runtime.exec(
        id(rest),
        rest.subList(1, rest.size()),
        new ExecStreams(process.in(), process.out(), process.err(), mode));
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(13, id.length()));
  }
}
