/** Every generated page by its path, made from the tables of the product; pure. */
export function references(sources: object): ReadonlyMap<string, string>
