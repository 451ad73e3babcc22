package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The certificates of ClusterTrustBundles that a volume asks for; {@code
 * pkg/kubelet/clustertrustbundle}. Duplicates are removed; the certificates are sorted, whereas a
 * real kubelet shuffles them.
 */
final class TrustBundles {
  private final ApiClient client;

  TrustBundles(ApiClient client) {
    this.client = client;
  }

  /**
   * The certificates for a volume's source, as PEM; "" if there are none and it is optional.
   *
   * @throws VolumeException if there are none
   */
  String find(JsonNode source) throws VolumeException {
    List<KubeObject> bundles;
    String missing;
    if (source.has("name")) {
      String name = source.path("name").asText();
      bundles = named(name).stream().toList();
      missing =
          "while getting ClusterTrustBundle: clustertrustbundle.certificates.k8s.io \"%s\" not found"
              .formatted(name);
    } else if (source.has("signerName")) {
      bundles = signedBy(source.path("signerName").asText(), source.path("labelSelector"));
      missing = "combination of signerName and labelSelector matched zero ClusterTrustBundles";
    } else {
      throw new VolumeException(
          "ClusterTrustBundle projection requires either name or signerName to be set");
    }
    if (bundles.isEmpty() && !source.path("optional").asBoolean()) {
      throw new VolumeException(missing);
    }
    return pem(bundles);
  }

  private Optional<KubeObject> named(String name) {
    return client.find(ResourceTypes.CLUSTER_TRUST_BUNDLES, "", name);
  }

  /** Without a selector no bundle matches; an empty one matches all of the signer's. */
  private List<KubeObject> signedBy(String signer, JsonNode selector) {
    if (!selector.isObject()) {
      return List.of();
    }
    LabelSelector wanted = LabelSelector.of(selector);
    return client.list(ResourceTypes.CLUSTER_TRUST_BUNDLES, "", ListOptions.everything()).stream()
        .filter(bundle -> bundle.text("/spec/signerName").equals(signer))
        .filter(bundle -> wanted.matches(bundle.labels()))
        .toList();
  }

  private static String pem(List<KubeObject> bundles) {
    TreeSet<String> certificates = new TreeSet<>();
    bundles.forEach(
        bundle -> certificates.addAll(PemBlocks.certificates(bundle.text("/spec/trustBundle"))));
    return PemBlocks.text(certificates);
  }
}
