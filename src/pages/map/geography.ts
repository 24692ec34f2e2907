import { createRequire } from 'node:module'
import { type GeoPermissibleObjects, type GeoProjection, geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import type { Feature, FeatureCollection, Geometry, MultiPoint, Polygon } from 'geojson'
import { feature, merge, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { countries } from '../../record/countries.ts'

// The shapes of Natural Earth. Boundaries are those that are held in fact; the registry takes no position on any of them.

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>
type Shape = Feature<Geometry, { name: string }>

/** Places where the line of a boundary is disputed. */
const disputed = new Set(['Kosovo', 'Somaliland', 'N. Cyprus', 'W. Sahara'])

/** The European Union has no shape: it stands at Brussels. */
const brussels: [number, number] = [4.35, 50.85]

/** Square pixels on the map of the world below which a country is too small to see. */
const smallest = 14

/** A window on the world. */
export interface View {
  name: 'world' | 'europe' | 'caribbean'
  label: string
  width: number
  height: number
  projection: GeoProjection
  /** How many agreements a party has whose name stands there, at least. */
  namedFrom: number
  /** Width of the whole way around, where a line may leave on one side and come back on the other. */
  around: number
}

const windowOn = (name: View['name'], label: string, extent: [[number, number], [number, number]]): View => {
  const [width, height] = [525, 420]
  const [[west], [east]] = extent
  const corners: MultiPoint = { type: 'MultiPoint', coordinates: extent }
  const projection = geoEqualEarth()
    .rotate([-(west + east) / 2, 0])
    .fitExtent(
      [
        [0, 0],
        [width, height]
      ],
      corners
    )
    .clipExtent([
      [0, 0],
      [width, height]
    ])
  return { name, label, width, height, projection, namedFrom: 1, around: Number.POSITIVE_INFINITY }
}

export const views = {
  world: {
    name: 'world',
    label: 'Map of all parties and the agreements between them; the tables below say the same',
    width: 1080,
    height: 478,
    projection: geoEqualEarth().rotate([-11, 0]).scale(196).translate([540, 265]),
    namedFrom: 3,
    around: 1061
  },
  europe: windowOn('europe', 'Europe and the Mediterranean, larger', [
    [-11, 31],
    [45, 62]
  ]),
  caribbean: windowOn('caribbean', 'Central America and the Caribbean, larger', [
    [-107, 3],
    [-56, 33]
  ])
} as const satisfies Record<string, View>

/** What never changes of the pictures. */
export interface Geography {
  /** Land and boundaries of each view, as paths. */
  grounds: Record<View['name'], { land: string; borders: string; disputed: string }>
  /** Longitude and latitude of a party; undefined for what is on no map. */
  placeOf: (code: string) => [number, number] | undefined
  isSmall: (code: string) => boolean
}

let known: Geography | undefined

/** Read from the files of shapes by the first who looks at a map, for no start should wait for that. */
export function geography(): Geography {
  known ??= readGeography()
  return known
}

function readGeography(): Geography {
  const require = createRequire(import.meta.url)
  const coarse = require('world-atlas/countries-110m.json') as World
  const fine = require('world-atlas/countries-50m.json') as World
  const shapes = shapesByCode(fine)
  const places = new Map<string, [number, number]>()
  const drawWorld = geoPath(views.world.projection)
  return {
    grounds: {
      world: groundOf(coarse, views.world.projection),
      europe: groundOf(coarse, views.europe.projection),
      caribbean: groundOf(coarse, views.caribbean.projection)
    },
    placeOf(code) {
      if (code === 'EU') return brussels
      const place = places.get(code)
      const shape = shapes.get(code)
      if (place || !shape) return place
      const centre = geoCentroid(largestPart(shape))
      places.set(code, centre)
      return centre
    },
    isSmall: code => code !== 'EU' && drawWorld.area(shapes.get(code) as GeoPermissibleObjects) < smallest
  }
}

/**
 * The shape of each country in the finer file, which has those that the coarse one lacks. It gives some islands the number of the
 * country that holds them, so the largest shape of a number is the country; Kosovo has none, and goes by its name.
 */
function shapesByCode(fine: World): Map<string, Shape> {
  const { features } = feature(fine, fine.objects.countries) as FeatureCollection<Geometry, { name: string }>
  const byNumber = new Map<string, Shape>()
  for (const shape of [...features].sort((a, b) => geoArea(a) - geoArea(b))) byNumber.set(String(shape.id), shape)
  const kosovo = features.find(({ properties }) => properties.name === 'Kosovo')
  return new Map(
    countries.flatMap(({ code, numeric }) => {
      const shape = code === 'XK' ? kosovo : byNumber.get(String(numeric))
      return shape ? [[code, shape] as const] : []
    })
  )
}

/** The mainland: a place between islands would lie in the sea. */
function largestPart({ geometry }: Shape): Polygon {
  const parts = geometry.type === 'MultiPolygon' ? geometry.coordinates : [(geometry as Polygon).coordinates]
  const polygons = parts.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
  return polygons.sort((a, b) => geoArea(b) - geoArea(a))[0] as Polygon
}

function groundOf(world: World, projection: GeoProjection): Geography['grounds']['world'] {
  const path = geoPath(projection).digits(0)
  const { countries: all } = world.objects
  const nameOf = ({ properties }: { properties?: object }) => (properties as { name?: string } | undefined)?.name ?? ''
  const inhabited = all.geometries.filter(geometry => nameOf(geometry) !== 'Antarctica')
  const isDisputed = (geometry: { properties?: object }) => disputed.has(nameOf(geometry))
  const between = (keep: (a: (typeof inhabited)[number], b: (typeof inhabited)[number]) => boolean) =>
    path(mesh(world, all, (a, b) => a !== b && keep(a as never, b as never))) ?? ''
  return {
    land: path(merge(world, inhabited as never)) ?? '',
    borders: between((a, b) => !isDisputed(a) && !isDisputed(b)),
    disputed: between((a, b) => isDisputed(a) || isDisputed(b))
  }
}
