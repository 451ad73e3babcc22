package dev.cnilab.cluster.image.coredns.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cnilab.cluster.goregexp.GoPattern;
import dev.cnilab.cluster.goregexp.GoPatternException;
import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code template}: answers generated from the question. */
public final class TemplatePlugin implements Handler {
  private final PluginHost host;
  private final Handler next;
  private final Zones zones;
  private final int type;
  private final List<Pattern> matches = new ArrayList<>();
  private final Map<Integer, List<RecordTemplate>> records = new TreeMap<>();
  private int rcode = Rcode.NOERROR;
  private Optional<Zones> fallThrough = Optional.empty();

  private TemplatePlugin(PluginHost host, Handler next, Zones zones, int type) {
    this.host = host;
    this.next = next;
    this.zones = zones;
    this.type = type;
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() < 2) {
      throw directive.wrongArguments(
          directive.line(), arguments.isEmpty() ? "template" : arguments.getFirst());
    }
    if (DClass.value(arguments.getFirst()) < 0) {
      throw directive.error(directive.line(), "invalid query class " + arguments.getFirst());
    }
    int type = Type.value(arguments.get(1));
    if (type < 0) {
      throw directive.error(directive.line(), "invalid RR class " + arguments.get(1));
    }
    Zones zones = Zones.of(arguments.subList(2, arguments.size()), host.zones());
    TemplatePlugin template = new TemplatePlugin(host, next, zones, type);
    for (Directive.Property property : directive.properties()) {
      template.configure(directive, property);
    }
    if (template.matches.isEmpty()) {
      template.matches.add(Pattern.compile(".*"));
    }
    return template;
  }

  private void configure(Directive directive, Directive.Property property)
      throws CorefileException {
    List<String> words = property.arguments();
    switch (property.name()) {
      case "fallthrough" -> fallThrough = Optional.of(Zones.of(words, List.of(".")));
      case "upstream" -> {} // CoreDNS ignores it too
      case "var", "expr", "ederror" ->
          throw directive.error(property.line(), property.name() + " is not modelled here");
      default -> {
        if (words.isEmpty()) {
          throw directive.wrongArguments(property.line(), property.name());
        }
        withArguments(directive, property, words);
      }
    }
  }

  private void withArguments(Directive directive, Directive.Property property, List<String> words)
      throws CorefileException {
    switch (property.name()) {
      case "match" -> {
        for (String regex : words) {
          try {
            matches.add(GoPattern.compile(regex));
          } catch (GoPatternException wrong) {
            throw directive.error(
                property.line(),
                "could not parse regex: %s, %s".formatted(regex, wrong.getMessage()));
          }
        }
      }
      case "answer" -> add(directive, property, Section.ANSWER);
      case "additional" -> add(directive, property, Section.ADDITIONAL);
      case "authority" -> add(directive, property, Section.AUTHORITY);
      case "rcode" -> {
        rcode = Rcode.value(words.getFirst());
        if (rcode < 0) {
          throw directive.error(property.line(), "unknown rcode " + words.getFirst());
        }
      }
      default -> throw directive.wrongArguments(property.line(), property.name());
    }
  }

  private void add(Directive directive, Directive.Property property, int section)
      throws CorefileException {
    for (String text : property.arguments()) {
      try {
        records.computeIfAbsent(section, none -> new ArrayList<>()).add(new RecordTemplate(text));
      } catch (IllegalArgumentException unknown) {
        throw directive.error(
            property.line(),
            "could not compile template: %s, %s".formatted(text, unknown.getMessage()));
      }
    }
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    Optional<String> zone = zones.closest(query.text());
    boolean asked = type == Type.ANY || query.type() == Type.ANY || query.type() == type;
    if (zone.isEmpty() || !asked) {
      return next.answer(query);
    }
    for (Pattern pattern : matches) {
      Matcher found = pattern.matcher(query.text());
      if (found.find()) {
        return made(query, values(query, zone.get(), pattern, found));
      }
    }
    if (fallThrough.flatMap(where -> where.closest(query.text())).isPresent()) {
      return next.answer(query);
    }
    throw new ServerFailure(Rcode.SERVFAIL, "");
  }

  private Map<String, String> values(
      ClientQuery query, String zone, Pattern pattern, Matcher found) {
    Map<String, String> values = new TreeMap<>();
    values.put("Zone", zone);
    values.put("Name", query.text());
    values.put("Class", "IN");
    values.put("Type", Type.string(query.type() == Type.ANY ? type : query.type()));
    values.put("Remote", query.client().address().toString());
    for (int i = 0; i <= found.groupCount(); i++) {
      values.put("Group." + i, found.group(i) == null ? "" : found.group(i));
    }
    pattern
        .namedGroups()
        .forEach((name, index) -> values.put("Group." + name, values.get("Group." + index)));
    return values;
  }

  private Message made(ClientQuery query, Map<String, String> values) throws ServerFailure {
    if (rcode == Rcode.SERVFAIL) {
      throw new ServerFailure(rcode, "");
    }
    Message reply = query.authoritative();
    reply.getHeader().setRcode(rcode);
    for (Map.Entry<Integer, List<RecordTemplate>> section : records.entrySet()) {
      for (RecordTemplate template : section.getValue()) {
        try {
          reply.addRecord(template.fill(values), section.getKey());
        } catch (IOException noRecord) {
          throw new ServerFailure(Rcode.SERVFAIL, String.valueOf(noRecord.getMessage()));
        }
      }
    }
    followAlias(query, reply);
    return reply;
  }

  /** Adds the records of an alias's target, if they can be found. */
  private void followAlias(ClientQuery query, Message reply) {
    for (Record record : List.copyOf(reply.getSection(Section.ANSWER))) {
      if (record instanceof CNAMERecord alias && query.type() == Type.A) {
        try {
          host.lookup()
              .answer(query.about(alias.getTarget(), query.type()))
              .getSection(Section.ANSWER)
              .forEach(each -> reply.addRecord(each, Section.ANSWER));
        } catch (ServerFailure unknown) {
          return; // the alias alone is also an answer
        }
      }
    }
  }
}
