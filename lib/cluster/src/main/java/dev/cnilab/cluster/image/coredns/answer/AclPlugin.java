package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code acl}: who may query what; the first line that matches a query decides. */
public final class AclPlugin implements Handler {
  private enum Action {
    ALLOW,
    BLOCK,
    FILTER,
    DROP
  }

  /** A line; without types or networks it matches all of them. */
  private record Policy(Action action, List<Integer> types, List<Ipv4Prefix> networks) {
    boolean isAbout(ClientQuery query) {
      return (types.isEmpty() || types.contains(query.type()))
          && (networks.isEmpty()
              || networks.stream().anyMatch(net -> net.contains(query.client().address())));
    }
  }

  private final Zones zones;
  private final List<Policy> policies;
  private final Handler next;

  private AclPlugin(Zones zones, List<Policy> policies, Handler next) {
    this.zones = zones;
    this.policies = List.copyOf(policies);
    this.next = next;
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<Policy> policies = new ArrayList<>();
    for (Directive.Property property : directive.properties()) {
      policies.add(policy(directive, property));
    }
    return new AclPlugin(Zones.of(directive.arguments(), host.zones()), policies, next);
  }

  private static Policy policy(Directive directive, Directive.Property property)
      throws CorefileException {
    Action action;
    try {
      action = Action.valueOf(property.name().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw directive.error(
          property.line(),
          "unexpected token \"%s\"; expect 'allow', 'block', 'filter' or 'drop'"
              .formatted(property.name()));
    }
    List<Integer> types = new ArrayList<>();
    List<Ipv4Prefix> networks = new ArrayList<>();
    String section = "";
    for (String word : property.arguments()) {
      if (word.equalsIgnoreCase("type") || word.equalsIgnoreCase("net")) {
        section = word.toLowerCase(Locale.ROOT);
      } else if (section.isEmpty()) {
        throw directive.error(
            property.line(), "unexpected token \"" + word + "\"; expect 'type | net'");
      } else if (word.equals("*")) {
        (section.equals("type") ? types : networks).clear();
      } else if (section.equals("type")) {
        types.add(type(directive, property, word));
      } else {
        networks.add(network(directive, property, word));
      }
    }
    return new Policy(action, types, networks);
  }

  private static int type(Directive directive, Directive.Property property, String word)
      throws CorefileException {
    int type = Type.value(word);
    if (type < 0) {
      throw directive.error(
          property.line(), "unexpected token \"" + word + "\"; expect legal QTYPE");
    }
    return type;
  }

  private static Ipv4Prefix network(Directive directive, Directive.Property property, String word)
      throws CorefileException {
    try {
      return Ipv4Prefix.parse(word.contains("/") ? word : word + "/32").network();
    } catch (IllegalArgumentException notIpv4) {
      throw directive.error(property.line(), "illegal CIDR notation \"" + word + "\"");
    }
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    if (zones.closest(query.text()).isEmpty()) {
      return next.answer(query);
    }
    for (Policy policy : policies) {
      if (policy.isAbout(query)) {
        return switch (policy.action()) {
          case ALLOW -> next.answer(query);
          case BLOCK -> query.reply(Rcode.REFUSED);
          case FILTER -> query.reply(Rcode.NOERROR);
          case DROP -> throw ServerFailure.silence();
        };
      }
    }
    return next.answer(query);
  }
}
