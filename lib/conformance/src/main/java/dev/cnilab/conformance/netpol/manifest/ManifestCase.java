package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.Peer;
import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.cluster.policy.PolicyRule;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.cluster.policy.reachability.Party;
import dev.cnilab.cluster.policy.reachability.PortSet;
import dev.cnilab.cluster.policy.reachability.Reachability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One case: manifests, and a list of the connections they allow. */
public final class ManifestCase {
  private final Manifests manifests;
  private final TruthTable expected;
  private final Reachability reachability;
  private final List<String> differences = new ArrayList<>();

  private ManifestCase(Manifests manifests, TruthTable expected) {
    this.manifests = manifests;
    this.expected = expected;
    this.reachability = new Reachability(manifests.policies());
  }

  /**
   * Evaluates a case.
   *
   * @param folder the base of the paths in the case
   * @return a line for each pair that differs
   */
  public static List<String> differences(JsonNode json, Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    json.path("files").forEach(file -> files.add(file.asText()));
    Manifests manifests = Manifests.read(folder.resolve(json.path("manifests").asText()), files);
    TruthTable expected = TruthTable.read(json.path("expectedConnections"));
    ManifestCase evaluated = new ManifestCase(manifests, expected);
    evaluated.comparePods();
    evaluated.compareOutside();
    return evaluated.differences;
  }

  private void comparePods() {
    for (PeerName source : manifests.workloads().keySet()) {
      for (PeerName destination : manifests.workloads().keySet()) {
        if (!source.equals(destination)) {
          PortSet found = PortSet.NOTHING;
          for (Party from : parties(source)) {
            for (Party to : parties(destination)) {
              found = found.union(reachability.allowed(from, to));
            }
          }
          compare(source, destination, expected.between(source, destination), found);
        }
      }
    }
  }

  private void compareOutside() {
    for (OutsideAddresses range : partition()) {
      Party outside = new Party.Outside(range.representative());
      for (PeerName workload : manifests.workloads().keySet()) {
        PortSet out = PortSet.NOTHING;
        PortSet in = PortSet.NOTHING;
        for (Party pod : parties(workload)) {
          out = out.union(reachability.allowed(pod, outside));
          in = in.union(reachability.allowed(outside, pod));
        }
        compare(workload, range, expected.to(range, workload), out);
        compare(range, workload, expected.from(range, workload), in);
      }
    }
  }

  private List<Party> parties(PeerName workload) {
    return manifests.workloads().getOrDefault(workload, List.of()).stream()
        .map(ManifestCase::party)
        .toList();
  }

  private static Party party(PolicyPod pod) {
    return new Party.InCluster(pod);
  }

  private void compare(Object source, Object destination, PortSet wanted, PortSet found) {
    if (!wanted.equals(found)) {
      differences.add(
          "%s => %s: expected %s, found %s".formatted(source, destination, wanted, found));
    }
  }

  /** Ranges of addresses that neither the policies nor the answer tell apart. */
  private List<OutsideAddresses> partition() {
    Set<Long> bounds = new TreeSet<>(expected.bounds());
    bounds.add(OutsideAddresses.ALL.first());
    bounds.add(OutsideAddresses.ALL.last() + 1);
    for (NetworkPolicy policy : manifests.policies()) {
      for (PolicyType direction : policy.directions()) {
        for (PolicyRule rule : policy.rules(direction)) {
          rule.peers().forEach(peer -> addBounds(peer, bounds));
        }
      }
    }
    List<OutsideAddresses> ranges = new ArrayList<>();
    Iterator<Long> each = bounds.iterator();
    long first = each.next();
    while (each.hasNext()) {
      long next = each.next();
      ranges.add(new OutsideAddresses(first, next - 1));
      first = next;
    }
    return ranges;
  }

  private static void addBounds(Peer peer, Set<Long> bounds) {
    if (peer instanceof Peer.Block block) {
      List<OutsideAddresses> ranges = new ArrayList<>(List.of(OutsideAddresses.of(block.cidr())));
      block.except().forEach(part -> ranges.add(OutsideAddresses.of(part)));
      for (OutsideAddresses range : ranges) {
        bounds.add(range.first());
        bounds.add(range.last() + 1);
      }
    }
  }
}
