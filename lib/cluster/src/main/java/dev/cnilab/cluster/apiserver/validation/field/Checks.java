package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.value.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The checks of single fields. Except for those that require a field, or forbid changes of it, they
 * accept an empty one.
 */
public final class Checks {
  public static final String IMMUTABLE = "field is immutable";
  public static final String NEGATIVE = "must be greater than or equal to 0";

  /** The message for an invalid generation in a status. */
  public static final String NO_GENERATION = "must be a non-negative integer";

  private static final long LARGEST_PORT = 65535;
  private static final long LARGEST_ID = Integer.MAX_VALUE;
  private static final int LARGEST_MODE = 0777;

  /** Labels, a key and a value each. */
  public static final Check LABELS = Checks::labels;

  public static final Check QUANTITY = Checks::quantity;
  public static final Check ABOVE_ZERO = Checks::aboveZero;
  public static final Check FILE_MODE =
      number(
          n -> n >= 0 && n <= LARGEST_MODE,
          "must be a number between 0 and 0777 (octal), both inclusive");

  private Checks() {}

  /** The check of a name, if there is one; each is made on first use. */
  public static Optional<Check> named(String word) {
    return Optional.ofNullable(check(word));
  }

  private static @Nullable Check check(String word) {
    return switch (word) {
      case "required" -> required("");
      case "kept" -> place -> kept(place, !place.parent().old().isMissingNode());
      case "keptOnceSet" ->
          place -> kept(place, !place.value().isMissingNode() && !place.old().isMissingNode());
      case "keptUnshown" -> Checks::keptUnshown;
      case "keptItems" -> Checks::keptItems;
      case "neverFewer" -> Checks::neverFewer;
      case "sorted" -> Checks::sorted;
      case "aboveZero" -> ABOVE_ZERO;
      case "absolutePath" -> Checks::absolutePath;
      case "domainPath" -> Checks::domainPath;
      case "label" -> text(Format.LABEL::violations);
      case "subdomain" -> text(Format.SUBDOMAIN::violations);
      case "labelKey" -> text(Format::keyViolations);
      case "labelValue" -> text(Format.LABEL_VALUE::violations);
      case "configKey" -> text(Format.CONFIG_KEY::violations);
      case "labels" -> LABELS;
      case "portName" -> text(PortRules::nameViolations);
      case "portOrName" -> PortRules::check;
      case "port" -> range(1, LARGEST_PORT);
      case "portUnlessZero" -> unlessZero(range(1, LARGEST_PORT));
      case "id" -> range(0, LARGEST_ID);
      case "ip" -> text(IpRules::violations);
      case "reachable" -> text(IpRules::unreachable);
      case "cidr" -> text(IpRules::rangeViolations);
      case "generation" -> number(n -> n >= 0, NO_GENERATION);
      case "nonNegative" -> number(n -> n >= 0, NEGATIVE);
      case "positive" -> number(n -> n > 0, "must be greater than 0");
      case "weight" -> number(n -> n > 0 && n <= 100, "must be in the range 1-100");
      case "fileMode" -> FILE_MODE;
      case "quantity" -> QUANTITY;
      case "intOrPercent" -> Checks::intOrPercent;
      case "atMostAll" -> Checks::atMostAll;
      case "noBacksteps" -> text(Paths::backsteps);
      case "relativePath" -> text(Paths::relative);
      case "localPath" -> text(Paths::local);
      case "segment" -> text(Paths::segment);
      case "label1035" -> text(Format.LABEL_1035::violations);
      case "address" -> place -> place.invalidText(IpRules.violations(place.text()));
      case "reachableAddress" -> place -> place.invalidText(IpRules.unreachable(place.text()));
      case "caselessDriver" ->
          text(name -> Format.SUBDOMAIN_OF_ANY_CASE.violations(name.toLowerCase(Locale.ROOT)));
      case "className" -> place -> place.invalidText(Format.SUBDOMAIN.violations(place.text()));
      case "percentage" -> number(n -> n >= 0 && n <= 100, "must be between 0 and 100, inclusive");
      case "someOrZero" -> number(n -> n >= 0, NO_GENERATION);
      default -> null;
    };
  }

  /** The field is required. */
  public static Check required(String why) {
    return place -> {
      boolean zero = place.value().isIntegralNumber() && place.number() == 0;
      if ((place.isEmpty() && !place.value().isObject()) || zero) {
        place.required(why);
      }
    };
  }

  /** The text is one of several. */
  public static Check oneOf(List<String> supported) {
    return place -> {
      if (!place.isEmpty() && !supported.contains(place.text())) {
        place.notSupported(supported);
      }
    };
  }

  /** Each item of a list is one of several, and there once. */
  public static Check setOf(List<String> supported) {
    return list -> {
      Set<String> seen = new HashSet<>();
      for (ValidatedField item : list.items()) {
        if (!supported.contains(item.text())) {
          item.notSupported(supported);
        }
        if (!seen.add(item.text())) {
          item.duplicate();
        }
      }
    };
  }

  /** A number, with both bounds included. */
  public static Check range(long least, long most) {
    return number(
        n -> n >= least && n <= most, "must be between " + least + " and " + most + ", inclusive");
  }

  /** No two items of a list have the same value in a field. */
  public static Check unique(String field) {
    return list -> {
      Set<String> seen = new HashSet<>();
      for (ValidatedField item : list.items()) {
        if (!item.text(field).isEmpty() && !seen.add(item.text(field))) {
          item.field(field).duplicate();
        }
      }
    };
  }

  /** A list has at most {@code most} items. */
  public static Check atMost(int most) {
    return place -> {
      if (place.value().size() > most) {
        place.tooMany(most);
      }
    };
  }

  /** A text has at most {@code most} bytes in UTF-8. */
  public static Check maxBytes(int most) {
    return place -> {
      if (place.text().getBytes(StandardCharsets.UTF_8).length > most) {
        place.tooLong(most);
      }
    };
  }

  private static Check text(Function<String, List<String>> violations) {
    return place -> {
      if (!place.isEmpty()) {
        place.invalid(violations.apply(place.text()));
      }
    };
  }

  private static Check number(Predicate<Long> fits, String words) {
    return place -> {
      if (place.value().isNumber() && !fits.test(place.number())) {
        place.invalid(words);
      }
    };
  }

  private static Check unlessZero(Check check) {
    return place -> {
      if (place.number() != 0) {
        check.at(place);
      }
    };
  }

  private static void kept(ValidatedField place, boolean wasSet) {
    if (wasSet && !place.value().equals(place.old())) {
      place.invalid(IMMUTABLE);
    }
  }

  /** Declarative validation does not show the value. */
  private static void keptUnshown(ValidatedField place) {
    if (!place.parent().old().isMissingNode() && !place.value().equals(place.old())) {
      place.invalid(NullNode.getInstance(), IMMUTABLE);
    }
  }

  /** Each item of a list is kept; one may be added to a single one. */
  private static void keptItems(ValidatedField place) {
    int before = place.old().size();
    int now = place.value().size();
    if (place.parent().old().isMissingNode()) {
      return;
    }
    if (now != before && !(before == 1 && now == 2)) {
      place.invalid(IMMUTABLE);
      return;
    }
    for (int i = 0; i < before; i++) {
      if (!place.item(i).value().equals(place.old().get(i))) {
        place.item(i).invalid(IMMUTABLE);
      }
    }
  }

  /** A number that was there does not become less, and does not go. */
  private static void neverFewer(ValidatedField place) {
    if (!place.old().isMissingNode() && place.number() < place.old().asLong()) {
      place.invalidNumber("cannot be decremented");
    }
  }

  /** The texts of a list are in order, and each is there once. */
  private static void sorted(ValidatedField place) {
    for (int i = 1; i < place.value().size(); i++) {
      int order = place.item(i - 1).text().compareTo(place.item(i).text());
      if (order == 0) {
        place.item(i).duplicate();
      } else if (order > 0) {
        place.item(i).invalid("list must be sorted alphabetically");
      }
    }
  }

  private static void aboveZero(ValidatedField place) {
    if (place.number() <= 0) {
      place.invalidNumber("must be greater than zero");
    }
  }

  private static void absolutePath(ValidatedField place) {
    if (!place.text().startsWith("/")) {
      place.invalid(place.text(), "must be an absolute path");
    }
  }

  private static void domainPath(ValidatedField place) {
    int slash = place.text().indexOf('/');
    if (place.isEmpty()) {
      return;
    }
    if (slash <= 0 || slash == place.text().length() - 1) {
      place.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
    } else {
      String domain = place.text().substring(0, slash);
      Format.SUBDOMAIN.violations(domain).forEach(why -> place.invalid(domain, why));
    }
  }

  private static void labels(ValidatedField labels) {
    for (ValidatedField label : labels.entries()) {
      Format.keyViolations(label.key()).forEach(why -> labels.invalid(label.key(), why));
      Format.LABEL_VALUE.violations(label.text()).forEach(why -> labels.invalid(label.text(), why));
    }
  }

  private static void quantity(ValidatedField place) {
    if (Quantity.isNegative(place.text())) {
      place.invalid(TextNode.valueOf(place.text()), NEGATIVE);
    }
  }

  private static void intOrPercent(ValidatedField place) {
    if (place.value().isTextual()) {
      place.invalid(Format.PERCENT.violations(place.text()));
    } else if (place.number() < 0) {
      place.invalidNumber(NEGATIVE);
    }
  }

  private static void atMostAll(ValidatedField place) {
    String text = place.value().isTextual() ? place.text() : "";
    if (text.matches("\\d{1,9}%") && Integer.parseInt(text.substring(0, text.length() - 1)) > 100) {
      place.invalid("must not be greater than 100%");
    }
  }
}
