package dev.cnilab.cluster.image.coredns.kubernetes;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The records of a cluster, after the specification of DNS-based service discovery, 1.1.0. */
final class ClusterNames {
  private static final int HUNDRED_PERCENT = 100;
  private static final int MOST_ALIASES = 10;

  /** The name of this server in a zone, which every SOA record names. */
  private static final String SERVER = "ns.dns.";

  private static final String OWN_SERVICE = "kube-dns.kube-system.svc.";

  private final ClusterState state;
  private final Zones zones;
  private final NameTargets targets;
  private final Handler lookup;
  private final long ttl;

  ClusterNames(ClusterState state, Zones zones, KubernetesNames rules, Handler lookup, long ttl) {
    this.state = state;
    this.zones = zones;
    this.targets = new NameTargets(state, rules);
    this.lookup = lookup;
    this.ttl = ttl;
  }

  /** The result of looking up a name. */
  sealed interface Result {}

  /** The name exists, though perhaps without records of that type. */
  record Found(List<Record> answer, List<Record> extra) implements Result {
    static final Found NOTHING = new Found(List.of(), List.of());

    boolean isEmpty() {
      return answer.isEmpty();
    }
  }

  /** There is no such name. */
  record NoSuchName() implements Result {}

  Result find(ClientQuery query, String zone) {
    return switch (query.type()) {
      case Type.PTR -> reverse(query, zone);
      case Type.TXT -> text(query, zone);
      case Type.SOA ->
          query.text().equals(zone)
              ? new Found(
                  List.of(authority(query.name(), Math.min(ttl, 300), state.serial(), ttl)),
                  List.of())
              : empty(query, zone);
      case Type.NS -> query.text().equals(zone) ? servers(query, zone) : empty(query, zone);
      case Type.A, Type.CNAME -> addresses(query, zone, 0);
      case Type.SRV -> services(query, zone);
      default -> empty(query, zone);
    };
  }

  static SOARecord authority(Name zone, long ttl, long serial, long least) {
    String text = zone.equals(Name.root) ? "" : zone.toString();
    return new SOARecord(
        zone,
        DClass.IN,
        ttl,
        Records.name(SERVER + text),
        Records.name("hostmaster." + text),
        serial,
        7200,
        1800,
        86400,
        least);
  }

  /** The answer to a type that no name has. */
  private Result empty(ClientQuery query, String zone) {
    return targets.of(query.text(), zone).isPresent() ? Found.NOTHING : new NoSuchName();
  }

  private Result addresses(ClientQuery query, String zone, int depth) {
    if (query.text().equals(SERVER + zone)) {
      return serverAddress(query, zone);
    }
    Optional<List<NameTargets.Target>> named = targets.of(query.text(), zone);
    if (named.isEmpty()) {
      return new NoSuchName();
    }
    Set<Record> records = new LinkedHashSet<>();
    for (NameTargets.Target target : named.get()) {
      Optional<Ipv4Address> address = target.address();
      if (address.isEmpty()) {
        records.addAll(alias(query, zone, target, depth));
      } else if (query.type() == Type.A) {
        records.add(Records.address(query.name(), ttl, address.get()));
      }
    }
    return new Found(List.copyOf(records), List.of());
  }

  /** The CNAME, and the records of its target, if it can be found. */
  private List<Record> alias(ClientQuery query, String zone, NameTargets.Target target, int depth) {
    List<Record> records = new ArrayList<>();
    Record own = Records.alias(query.name(), ttl, target.target());
    if (query.type() == Type.CNAME) {
      return List.of(own);
    }
    ClientQuery about = query.about(Records.name(target.target()), query.type());
    if (depth > MOST_ALIASES || about.text().equals(query.text())) {
      return records;
    }
    if (about.isIn(zone)) {
      if (addresses(about, zone, depth + 1) instanceof Found found && !found.isEmpty()) {
        records.add(own);
        records.addAll(found.answer());
      }
      return records;
    }
    try {
      Message answer = lookup.answer(about);
      records.add(own);
      records.addAll(answer.getSection(Section.ANSWER));
    } catch (ServerFailure nobodyKnows) {
      return records;
    }
    return records;
  }

  private Result services(ClientQuery query, String zone) {
    Optional<List<NameTargets.Target>> named = targets.of(query.text(), zone);
    if (named.isEmpty()) {
      return new NoSuchName();
    }
    List<NameTargets.Target> internal =
        named.get().stream().filter(target -> target.address().isPresent()).toList();
    Set<Record> answer = new LinkedHashSet<>();
    Set<Record> extra = new LinkedHashSet<>();
    int weight = internal.isEmpty() ? 0 : Math.max(1, HUNDRED_PERCENT / internal.size());
    for (NameTargets.Target target : internal) {
      Name owner = Records.name(target.owner());
      answer.add(new SRVRecord(query.name(), DClass.IN, ttl, 0, weight, target.port(), owner));
      extra.add(Records.address(owner, ttl, target.address().orElseThrow()));
    }
    return new Found(List.copyOf(answer), List.copyOf(extra));
  }

  private Result text(ClientQuery query, String zone) {
    if (query.text().equals("dns-version." + zone)) {
      return new Found(List.of(new TXTRecord(query.name(), DClass.IN, 28_800, "1.1.0")), List.of());
    }
    return targets.of(query.text(), zone).filter(list -> !list.isEmpty()).isPresent()
        ? Found.NOTHING
        : new NoSuchName();
  }

  private Result servers(ClientQuery query, String zone) {
    Name owner = Records.name(OWN_SERVICE + zone);
    return ownAddress(zone)
        .<Result>map(
            address ->
                new Found(
                    List.of(new NSRecord(query.name(), DClass.IN, ttl, owner)),
                    List.of(Records.address(owner, ttl, address))))
        .orElse(Found.NOTHING);
  }

  /** The address of the server that every SOA names. */
  private Result serverAddress(ClientQuery query, String zone) {
    return ownAddress(zone)
        .filter(address -> query.type() == Type.A)
        .<Result>map(
            address -> new Found(List.of(Records.address(query.name(), ttl, address)), List.of()))
        .orElse(Found.NOTHING);
  }

  private Optional<Ipv4Address> ownAddress(String zone) {
    return targets
        .of(OWN_SERVICE + zone, zone)
        .flatMap(own -> own.stream().findFirst())
        .flatMap(NameTargets.Target::address);
  }

  /** The name of a Service with that address, otherwise of the endpoints with it. */
  private Result reverse(ClientQuery query, String zone) {
    Optional<Ipv4Address> address = Records.addressOf(query.text());
    if (address.isEmpty()) {
      return empty(query, zone);
    }
    String ip = address.get().toString();
    String primary =
        zones.names().stream().filter(each -> !each.endsWith(".arpa.")).findFirst().orElse(".");
    List<Record> records =
        state
            .services()
            .filter(service -> service.text("/spec/clusterIP").equals(ip))
            .map(service -> service.name() + "." + service.namespace() + ".svc." + primary)
            .map(name -> Records.pointer(query.name(), ttl, name))
            .limit(1)
            .toList();
    if (records.isEmpty()) {
      records =
          state
              .addresses()
              .filter(each -> each.ip().equals(ip) && !each.service().isEmpty())
              .map(each -> targets.label(each) + "." + each.service() + "." + each.namespace())
              .distinct()
              .map(name -> Records.pointer(query.name(), ttl, name + ".svc." + primary))
              .toList();
    }
    return records.isEmpty() ? new NoSuchName() : new Found(records, List.of());
  }
}
