package dev.cnilab.cluster.image.coredns.log;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** {@code log}: logs a line for each query of certain names and classes of answers. */
public final class LogPlugin {
  private static final Set<String> CLASSES = Set.of("all", "success", "denial", "error");

  private LogPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<String> words = new ArrayList<>(directive.arguments());
    String format = LogFormat.COMMON;
    if (words.size() > 1 && words.getLast().contains("{")) {
      format =
          words
              .removeLast()
              .replace("{common}", LogFormat.COMMON)
              .replace("{combined}", LogFormat.COMBINED);
    }
    Zones zones = new Zones(words.isEmpty() ? List.of(".") : words);
    Set<String> classes = classes(directive);
    LogFormat line = new LogFormat(format);
    return query -> {
      if (zones.closest(query.text()).isEmpty()) {
        return next.answer(query);
      }
      long begun = host.process().loop().nanoTime();
      try {
        Message answer = next.answer(query);
        log(host, classes, line, query, answer, begun);
        return answer;
      } catch (ServerFailure failure) {
        if (!failure.isSilent()) {
          log(host, classes, line, query, query.reply(failure.rcode()), begun);
        }
        throw failure;
      }
    };
  }

  private static Set<String> classes(Directive directive) throws CorefileException {
    Set<String> classes = new HashSet<>();
    for (Directive.Property property : directive.properties()) {
      if (!property.name().equals("class")) {
        throw directive.error(property.line(), "unknown property '" + property.name() + "'");
      }
      if (property.arguments().isEmpty()) {
        throw directive.wrongArguments(property.line(), property.name());
      }
      for (String each : property.arguments()) {
        if (!CLASSES.contains(each)) {
          throw directive.refusal("invalid Class: " + each);
        }
        classes.add(each);
      }
    }
    return classes.isEmpty() ? Set.of("all") : classes;
  }

  private static void log(
      PluginHost host,
      Set<String> classes,
      LogFormat line,
      ClientQuery query,
      Message answer,
      long begun) {
    if (classes.contains("all") || classes.contains(kind(answer))) {
      long nanos = host.process().loop().nanoTime() - begun;
      host.process().out().println("[INFO] " + line.of(query, answer, nanos));
    }
  }

  private static String kind(Message answer) {
    boolean found = !answer.getSection(Section.ANSWER).isEmpty();
    return switch (answer.getRcode()) {
      case Rcode.NOERROR -> found ? "success" : "denial";
      case Rcode.NXDOMAIN -> "denial";
      default -> "error";
    };
  }
}
