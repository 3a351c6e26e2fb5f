package dev.hearth.dispatcher.images;

/** All that is done with images, for the API and the console. */
public record ImageParts(
    KnownRepositories known, ImageCatalog catalog, ImageChanges changes, ImageDrift drift) {}
