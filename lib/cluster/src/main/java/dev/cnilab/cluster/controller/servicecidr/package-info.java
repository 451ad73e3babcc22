/** The ranges of services' addresses: which may be used, and which may go. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.servicecidr;
