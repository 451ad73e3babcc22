package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** Rules for a pod, or for its spec, as a whole. */
public final class PodRules {
  private static final int MOST_NAME_SERVERS = 3;
  private static final int MOST_SEARCHES = 32;
  private static final int MOST_SEARCH_TEXT = 2048;

  private PodRules() {}

  /** An image name has no spaces around it; a template is not checked for that. */
  public static void images(ValidatedField pod) {
    for (ValidatedField container : ContainerRules.of(pod.field("spec"))) {
      ValidatedField image = container.field("image");
      if (!image.text().equals(image.text().strip())) {
        image.invalid("must not have leading or trailing whitespace");
      }
    }
  }

  /** Ephemeral containers are added later, through a subresource. */
  public static void notYetDebugged(ValidatedField pod) {
    ValidatedField ephemeral = pod.field("spec").field("ephemeralContainers");
    if (pod.old().isMissingNode() && !ephemeral.isEmpty()) {
      ephemeral.forbidden("cannot be set on create");
    }
  }

  /** A pod is bound to a node, by name. */
  public static void target(ValidatedField target) {
    String kind = target.text("kind");
    ValidatedField name = target.field("name");
    if (!kind.isEmpty() && !kind.equals("Node")) {
      target.field("kind").notSupported(kind, List.of("Node", "<empty>"));
    }
    if (name.isEmpty()) {
      name.required("");
    } else if (kind.isEmpty() || kind.equals("Node")) {
      name.invalid(Format.SUBDOMAIN.violations(name.text()));
    }
  }

  public static void dns(ValidatedField spec) {
    ValidatedField config = spec.field("dnsConfig");
    ValidatedField servers = config.field("nameservers");
    if (spec.text("dnsPolicy").equals("None")) {
      if (!spec.has("dnsConfig")) {
        config.required("must provide `dnsConfig` when `dnsPolicy` is None");
        return;
      }
      if (servers.isEmpty()) {
        servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
        return;
      }
    }
    if (servers.value().size() > MOST_NAME_SERVERS) {
      servers.invalid("must not have more than " + MOST_NAME_SERVERS + " nameservers");
    }
    servers.items().forEach(server -> server.invalid(IpRules.violations(server.text())));
    searches(config.field("searches"));
    for (ValidatedField option : config.items("options")) {
      if (option.text("name").isEmpty()) {
        option.required("must not be empty");
      }
    }
  }

  private static void searches(ValidatedField searches) {
    List<ValidatedField> all = searches.items();
    if (all.size() > MOST_SEARCHES) {
      searches.invalid("must not have more than " + MOST_SEARCHES + " search paths");
    }
    if (String.join(" ", all.stream().map(ValidatedField::text).toList()).length()
        > MOST_SEARCH_TEXT) {
      searches.invalid(
          "must not have more than "
              + MOST_SEARCH_TEXT
              + " characters (including spaces) in the search list");
    }
    for (ValidatedField search : all) {
      String name =
          search.text().endsWith(".")
              ? search.text().substring(0, search.text().length() - 1)
              : search.text();
      if (!search.text().equals(".")) {
        Format.SEARCH_DOMAIN.violations(name).forEach(why -> search.invalid(name, why));
      }
    }
  }

  /** The pod's own host name. */
  public static void hostName(ValidatedField spec) {
    ValidatedField name = spec.field("hostnameOverride");
    if (name.value().isMissingNode()) {
      return;
    }
    if (spec.is("setHostnameAsFQDN")) {
      name.forbidden("may not be specified when setHostnameAsFQDN is true");
    }
    if (spec.is("hostNetwork")) {
      name.forbidden("may not be specified when hostNetwork is true");
    }
    name.invalid(Format.SUBDOMAIN.violations(name.text()));
  }
}
