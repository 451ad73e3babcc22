package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.userland.process.Process;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The lease that shows which API servers exist, in the order of their names ({@code
 * APIServerIdentity}; {@code pkg/controlplane/apiserver/server.go}). The lease of an earlier
 * process is removed when a server starts.
 *
 * @param client the server's own
 */
public record IdentityLease(Supplier<ApiClient> client) implements MaintainedObject {
  private static final String NAMESPACE = "kube-system";
  private static final String COMPONENT = "kube-apiserver";
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final int SECONDS = 3600;
  private static final int HASH_BYTES = 16;
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public void goOnIn(Process process) {
    Holder holder = new Holder(process, name(process.hostname()), process.now());
    process.loop().schedule(0, () -> attempt(() -> begin(holder)));
    RepeatedAction.begin(process, RENEWAL, () -> attempt(() -> renew(holder)));
  }

  /** A process, its start, and the name of its host's lease. */
  private record Holder(Process process, String lease, Instant since) {
    String identity() {
      byte[] run = (process.pidInside() + " " + since).getBytes(StandardCharsets.UTF_8);
      return lease + "_" + UUID.nameUUIDFromBytes(run);
    }
  }

  /** A refused write, as while kube-system is missing, is retried in the next round. */
  private static void attempt(Runnable write) {
    try {
      write.run();
    } catch (ApiException refused) {
      // the next round retries
    }
  }

  private void begin(Holder holder) {
    if (client.get().find(ResourceTypes.LEASES, NAMESPACE, holder.lease()).isPresent()) {
      client
          .get()
          .delete(ResourceTypes.LEASES, NAMESPACE, holder.lease(), DeleteOptions.background());
    }
    renew(holder);
  }

  private void renew(Holder holder) {
    Optional<KubeObject> found = client.get().find(ResourceTypes.LEASES, NAMESPACE, holder.lease());
    KubeObject lease =
        found
            .orElseGet(
                () ->
                    KubeObject.named(ResourceTypes.LEASES, NAMESPACE, holder.lease())
                        .edit(
                            json ->
                                json.withObject("/spec").put("holderIdentity", holder.identity())))
            .edit(
                json -> {
                  json.withObject("/metadata")
                      .withObject("/labels")
                      .put("apiserver.kubernetes.io/identity", COMPONENT)
                      .put("kubernetes.io/hostname", holder.process().hostname());
                  json.withObject("/spec")
                      .put("leaseDurationSeconds", SECONDS)
                      .put("renewTime", MICROS.format(holder.process().now()));
                });
    if (found.isPresent()) {
      client.get().update(ResourceTypes.LEASES, lease);
    } else {
      client.get().create(ResourceTypes.LEASES, lease);
    }
  }

  /** The same for every server of a host: a hash of its name and the component's. */
  static String name(String host) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String part : new String[] {host, COMPONENT}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      text.write(bytes.length >> Byte.SIZE);
      text.write(bytes.length);
      text.writeBytes(bytes);
    }
    return "apiserver-" + base32(Digest.SHA_256.of(text.toByteArray()));
  }

  /** The first bytes, without padding (RFC 4648), in lower case. */
  private static String base32(byte[] hash) {
    StringBuilder letters = new StringBuilder();
    int pending = 0;
    int bits = 0;
    for (int i = 0; i < HASH_BYTES; i++) {
      pending = (pending << Byte.SIZE) | (hash[i] & 0xff);
      for (bits += Byte.SIZE; bits >= 5; bits -= 5) {
        letters.append(DIGITS.charAt((pending >> (bits - 5)) & 31));
      }
    }
    return letters.append(DIGITS.charAt((pending << (5 - bits)) & 31)).toString();
  }
}
