package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A node, as of when it was read. */
public final class Node implements Place, Tabular {

  private final NodeShells shells;
  private final Json object;

  /** Creates a node from its API object. */
  public Node(NodeShells shells, Json object) {
    this.shells = shells;
    this.object = object;
  }

  @Override
  public String name() {
    return object.text("/metadata/name");
  }

  /** The podCIDR from which its pods get addresses, empty if it has none. */
  public String podCidr() {
    return object.text("/spec/podCIDR");
  }

  /** Whether an address is in its podCIDR. */
  public boolean owns(String address) {
    return Range.of(podCidr()).contains(address);
  }

  /** The address of its bridge with the prefix length: the first of its podCIDR. */
  public String gateway() {
    return Range.of(podCidr()).first();
  }

  /** The number of pod addresses in its podCIDR: all but three, which are reserved. */
  public int podAddressCount() {
    return Range.of(podCidr()).podAddressCount();
  }

  /** Its own address. */
  public String ip() {
    return object.list("/status/addresses").stream()
        .filter(address -> address.text("/type").equals("InternalIP"))
        .map(address -> address.text("/address"))
        .findFirst()
        .orElse("");
  }

  /** The kubelet's limit on the number of pods. */
  public int maxPods() {
    return Integer.parseInt("0" + object.text("/status/allocatable/pods"));
  }

  public boolean isReady() {
    return ready().filter(condition -> condition.text("/status").equals("True")).isPresent();
  }

  /** The kubelet's reason why it is Ready or not. */
  public String readyMessage() {
    return ready()
        .map(condition -> condition.text("/message"))
        .orElse("the kubelet has not reported");
  }

  private Optional<Json> ready() {
    return object.list("/status/conditions").stream()
        .filter(condition -> condition.text("/type").equals("Ready"))
        .findFirst();
  }

  /** Keys and effects of its taints: {@code node.kubernetes.io/not-ready:NoSchedule}. */
  public List<String> taints() {
    return object.list("/spec/taints").stream()
        .map(taint -> taint.text("/key") + ":" + taint.text("/effect"))
        .toList();
  }

  /** Whether it runs the control plane. */
  public boolean isControlPlane() {
    return object.fields("/metadata/labels").containsKey("node-role.kubernetes.io/control-plane");
  }

  /** The API object. */
  public Json object() {
    return object;
  }

  @Override
  public Output sh(String line) {
    return shells.run(name(), line);
  }

  /**
   * Runs a line of shell.
   *
   * @param watch receives the output so far, twice a second while it runs
   */
  public Output sh(Consumer<String> watch, String line) {
    return shells.run(watch, name(), line);
  }

  /**
   * Runs a line of shell that changes the node.
   *
   * @throws LabException if it was refused because agree() has not been called
   */
  public Output change(String line) {
    Output output = sh(line);
    output
        .offer()
        .ifPresent(
            offer -> {
              throw LabException.of(
                  "could not change node " + name(), output.printed().strip(), offer);
            });
    return output;
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Node `" + name() + "`",
            List.of("Ready", "because", "address", "podCIDR", "taints"),
            List.of(this),
            node ->
                List.of(
                    node.isReady() ? Cell.good("Ready") : Cell.bad("NotReady"),
                    Cell.of(node.readyMessage()),
                    Cell.of(node.ip()),
                    Cell.of(node.podCidr()),
                    Cell.of(String.join("\n", node.taints()))))
        .folded("kubectl get node " + name() + " -o json", object.indented());
  }

  @Override
  public String toString() {
    return name() + ": " + (isReady() ? "Ready" : "NotReady: " + readyMessage());
  }
}
