package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Locale;

/** {@code crictl pods}. */
record PodList(CriRuntime runtime) {
  static final Flags FLAGS =
      Flags.of(
          Flag.text("id"),
          Flag.text("label"),
          Flag.number("last", "n"),
          Flag.bool("latest", "l"),
          Flag.text("name"),
          Flag.text("namespace"),
          Flag.bool("no-trunc"),
          Flag.text("output", "o"),
          Flag.bool("quiet", "q"),
          Flag.text("state", "s"),
          Flag.bool("verbose", "v"));

  /** The sandboxes that the flags select, the youngest first. */
  List<PodSandboxStatus> selected(Given given) {
    ListFilters selection = ListFilters.of(given);
    String state = given.text("state").toLowerCase(Locale.ROOT);
    if (!state.matches("|ready|notready")) {
      throw new CrictlFailure("--state should be ready or notready");
    }
    return selection.cut(
        runtime.listPodSandbox().reversed().stream()
            .filter(pod -> pod.id().startsWith(given.text("id")))
            .filter(pod -> state.isEmpty() || state(pod).toLowerCase(Locale.ROOT).equals(state))
            .filter(
                pod ->
                    selection.matches(
                        pod.metadata().name(), pod.metadata().namespace(), pod.labels()))
            .toList());
  }

  boolean run(Process process, Given given) {
    List<PodSandboxStatus> pods;
    try {
      pods = selected(given);
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping("listing pod sandboxes: list pod sandboxes", failed);
    }
    OutputFormat format = OutputFormat.ofList(given, "listing pod sandboxes");
    new ListOutput<>(
            "items",
            PodList::json,
            PodSandboxStatus::id,
            PodList::verbose,
            all -> table(process, given, all))
        .print(process, given, format, pods);
    return true;
  }

  private static TextTable table(Process process, Given given, List<PodSandboxStatus> pods) {
    TextTable table =
        new TextTable("POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME");
    for (PodSandboxStatus pod : pods) {
      table.add(
          given.has("no-trunc") ? pod.id() : TextTable.shortened(pod.id()),
          Ago.of(pod.createdAt(), process.now()),
          state(pod),
          pod.metadata().name(),
          pod.metadata().namespace(),
          String.valueOf(pod.metadata().attempt()),
          "(default)");
    }
    return table;
  }

  private static String state(PodSandboxStatus pod) {
    return pod.state() == PodSandboxStatus.State.SANDBOX_READY ? "Ready" : "NotReady";
  }

  private static String verbose(PodSandboxStatus pod) {
    return "ID: "
        + pod.id()
        + ("\nName: " + pod.metadata().name())
        + ("\nUID: " + pod.metadata().uid())
        + ("\nNamespace: " + pod.metadata().namespace())
        + (pod.metadata().attempt() == 0 ? "" : "\nAttempt: " + pod.metadata().attempt())
        + ("\nStatus: " + state(pod))
        + ("\nCreated: " + pod.createdAt())
        + ListOutput.arrows("Labels", pod.labels())
        + ListOutput.arrows("Annotations", pod.annotations())
        + "\nRuntime: (default)\n";
  }

  private static ObjectNode json(PodSandboxStatus pod) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", pod.id());
    json.putObject("metadata")
        .put("name", pod.metadata().name())
        .put("uid", pod.metadata().uid())
        .put("namespace", pod.metadata().namespace())
        .put("attempt", pod.metadata().attempt());
    json.put("state", pod.state().name());
    json.put("createdAt", ListOutput.nanoseconds(pod.createdAt()));
    Inspection.map(json, "labels", pod.labels());
    Inspection.map(json, "annotations", pod.annotations());
    json.put("runtimeHandler", pod.runtimeHandler());
    return json;
  }
}
