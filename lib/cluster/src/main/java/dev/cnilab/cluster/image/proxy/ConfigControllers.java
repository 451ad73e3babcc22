package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What follows the objects that kube-proxy acts upon: pkg/proxy/config. */
final class ConfigControllers implements AutoCloseable {
  /** How often it looks whether all objects were listed ({@code WaitForNamedCacheSync}). */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final EventLoop loop;
  private final ApiClient client;
  private final Klog log;
  private final List<Informer> informers = new ArrayList<>();
  private boolean closed;

  ConfigControllers(EventLoop loop, ApiClient client, Klog log) {
    this.loop = loop;
    this.client = client;
    this.log = log;
  }

  /**
   * One of them.
   *
   * @param line the line of its source that logs its start
   */
  record Controller(String name, String line) {}

  /** Follows the objects of a type. */
  void follow(Controller controller, ResourceType type, Consumer<WatchEvent> taker) {
    logStart(controller);
    Informer informer = Informer.of(client, type).onChange(taker);
    informers.add(informer);
    loop.schedule(BETWEEN_LOOKS, () -> logWhenSynced(controller, informer));
  }

  /** Logs the start of one whose objects were listed before. */
  void logListed(Controller controller) {
    logStart(controller);
    logSynced(controller);
  }

  private void logStart(Controller controller) {
    log.info(controller.line(), "Starting " + controller.name() + " controller");
    log.info(
        "shared_informer.go:503", "Waiting for caches to sync", "controller", controller.name());
  }

  private void logWhenSynced(Controller controller, Informer informer) {
    if (closed) {
      return;
    }
    if (informer.isSynced()) {
      logSynced(controller);
    } else {
      loop.schedule(BETWEEN_LOOKS, () -> logWhenSynced(controller, informer));
    }
  }

  private void logSynced(Controller controller) {
    log.info("shared_informer.go:510", "Caches are synced", "controller", controller.name());
  }

  @Override
  public void close() {
    closed = true;
    informers.forEach(Informer::close);
  }
}
