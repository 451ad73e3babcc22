package dev.cnilab.cluster.image.cilium.endpoint;

import dev.cnilab.cluster.image.cilium.datapath.CiliumServices;
import dev.cnilab.cluster.image.cilium.datapath.EndpointPolicy;
import dev.cnilab.cluster.image.cilium.datapath.EndpointPrograms;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pods of the agent's node: their links' programs and routes, and their saved state. */
public final class Endpoints {
  private static final String STATE = "/var/run/cilium/state";

  /** An endpoint and its programs. */
  private record Running(CiliumEndpoint endpoint, EndpointPrograms programs) {}

  private final Process process;
  private final NodeAddresses addresses;
  private final CiliumServices services;
  private final Set<Ipv4Address> host;
  private final Map<String, Running> byContainer = new TreeMap<>();
  private @Nullable PolicySnapshot policies;

  /**
   * Without endpoints.
   *
   * @param host the addresses of the node itself
   */
  public Endpoints(
      Process process, NodeAddresses addresses, CiliumServices services, Set<Ipv4Address> host) {
    this.process = process;
    this.addresses = addresses;
    this.services = services;
    this.host = Collections.unmodifiableSet(new LinkedHashSet<>(host));
  }

  Collection<CiliumEndpoint> all() {
    return byContainer.values().stream().map(Running::endpoint).toList();
  }

  /** Whether the policies are known. */
  public boolean hasPolicies() {
    return policies != null;
  }

  /** Enforces these policies from now on. */
  public void enforce(PolicySnapshot snapshot) {
    policies = snapshot;
    byContainer.values().forEach(each -> each.programs().enforce(policyOf(each.endpoint())));
  }

  private EndpointPolicy policyOf(CiliumEndpoint endpoint) {
    if (policies == null) {
      return EndpointPolicy.NONE;
    }
    PolicySnapshot snapshot = policies;
    return snapshot.pods().stream()
        .filter(pod -> pod.namespace().equals(endpoint.namespace()))
        .filter(pod -> pod.name().equals(endpoint.pod()))
        .findFirst()
        .map(pod -> EndpointPolicy.of(snapshot, pod))
        .orElse(EndpointPolicy.NONE);
  }

  /** Restores the endpoints that existed before the agent was started. */
  public void restore() throws IOException {
    process.files().createDirectories(STATE);
    for (String id : process.files().list(STATE)) {
      CiliumEndpoint kept =
          CiliumEndpoint.parse(Json.parse(process.files().readText(path(Integer.parseInt(id)))));
      Optional<Link> link = process.network().links().find(kept.link());
      if (link.isPresent()) {
        addresses.claim(kept.address(), kept.pod());
        run(kept, link.get());
      } else {
        forget(kept);
      }
    }
  }

  /**
   * Adds an endpoint for a new pod.
   *
   * @return false if it has no link on this node
   */
  boolean create(CiliumEndpoint endpoint) {
    Optional<Link> link = process.network().links().find(endpoint.link());
    if (link.isEmpty()) {
      return false;
    }
    run(endpoint, link.get());
    try {
      process.files().createDirectories(STATE + "/" + endpoint.id());
      process.files().write(path(endpoint.id()), Json.text(endpoint.toJson()));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    return true;
  }

  private void run(CiliumEndpoint endpoint, Link link) {
    EndpointPrograms programs =
        new EndpointPrograms(process.loop(), services, host, policyOf(endpoint));
    programs.attach(link);
    process
        .network()
        .routes()
        .replace(RouteRequest.to(Ipv4Prefix.of(endpoint.address())).dev(link));
    byContainer.put(endpoint.container(), new Running(endpoint, programs));
  }

  /** Removes an endpoint and releases its address; does nothing if there is none. */
  public void delete(String container) {
    Running running = byContainer.remove(container);
    if (running != null) {
      addresses.release(running.endpoint().address());
      process.network().links().find(running.endpoint().link()).ifPresent(Link::delete);
      forget(running.endpoint());
    }
  }

  private void forget(CiliumEndpoint endpoint) {
    try {
      process.files().unlink(path(endpoint.id()));
      process.files().removeDirectory(STATE + "/" + endpoint.id());
    } catch (IOException alreadyGone) {
      // then there is nothing to restore
    }
  }

  private static String path(int id) {
    return STATE + "/" + id + "/ep_config.json";
  }

  /** An unused endpoint ID. */
  int freeId() {
    List<Integer> taken = all().stream().map(CiliumEndpoint::id).toList();
    int id;
    do {
      id = process.loop().random().nextInt(1, 4096);
    } while (taken.contains(id));
    return id;
  }
}
