package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.userland.net.resolve.DnsQuery;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/**
 * The settings that {@code set} and the options of {@code nslookup} change (nslookup.c, setoption).
 */
final class NslookupOptions {
  private static final int TRIES = 3;

  final ResolverConfiguration configuration;
  Optional<Integer> type = Optional.empty();
  int queryClass = DClass.IN;
  List<String> domains;
  int ndots;
  int port = DnsQuery.PORT;
  int tries;
  Duration timeout;
  boolean recurses = true;
  boolean overTcp;
  boolean debugs;
  boolean stopsAtFailure;

  NslookupOptions(ResolverConfiguration configuration) {
    this.configuration = configuration;
    this.tries = configuration.givenAttempts().orElse(TRIES);
    this.domains = configuration.search();
    this.ndots = configuration.ndots();
    this.timeout = configuration.timeout();
  }

  /**
   * Handles an option.
   *
   * @return the error message, if it is invalid
   */
  Optional<String> set(String option) {
    int equals = option.indexOf('=');
    return equals < 0
        ? setFlag(option)
        : setValue(option, option.substring(0, equals + 1), option.substring(equals + 1));
  }

  private Optional<String> setValue(String option, String key, String value) {
    switch (key.toLowerCase(Locale.ROOT)) {
      case "type=", "ty=", "querytype=", "query=", "qu=", "q=" -> {
        int number = Type.value(value.toUpperCase(Locale.ROOT));
        if (number < 0) {
          return Optional.of("unknown query type: " + value);
        }
        type = Optional.of(number);
      }
      case "class=", "cl=" -> {
        int number = DClass.value(value.toUpperCase(Locale.ROOT));
        if (number < 0) {
          return Optional.of("unknown query class: " + value);
        }
        queryClass = number;
      }
      case "domain=", "do=" -> domains = List.of(value);
      case "port=", "po=" -> port = number(value, port);
      case "timeout=", "t=" -> timeout = Duration.ofSeconds(Math.max(1, number(value, 5)));
      case "retry=", "ret=" -> tries = Math.max(1, number(value, TRIES));
      case "ndots=" -> ndots = number(value, ndots);
      default -> {
        return invalid(option);
      }
    }
    return Optional.empty();
  }

  private static int number(String value, int otherwise) {
    return value.matches("\\d{1,5}") ? Integer.parseInt(value) : otherwise;
  }

  private Optional<String> setFlag(String option) {
    switch (option.toLowerCase(Locale.ROOT)) {
      case "recurse", "rec" -> recurses = true;
      case "norecurse", "norec" -> recurses = false;
      case "search" -> domains = configuration.search();
      case "nosearch" -> domains = List.of();
      case "vc" -> overTcp = true;
      case "novc" -> overTcp = false;
      case "debug", "deb" -> debugs = true;
      case "nodebug", "nodeb" -> debugs = false;
      case "fail" -> stopsAtFailure = true;
      case "nofail" -> stopsAtFailure = false;
      case "all", "def", "defname", "nodef", "nodefname", "sil", "d2", "nod2" -> {
        // Accepted, without effect on answers.
      }
      default -> {
        return invalid(option);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(String option) {
    return Optional.of("*** Invalid option: " + option);
  }
}
