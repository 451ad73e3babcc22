/** How the commands of agnhost are called, and what they have in common. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.agnhost.call;
